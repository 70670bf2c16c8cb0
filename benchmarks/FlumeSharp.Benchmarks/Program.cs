using FlumeSharp.Benchmarks;

if (args is ["memory-channel", .. var rest])
{
    await MemoryChannelThroughput.RunAsync(rest);
    return;
}

if (args is ["file-channel", .. var fileArgs])
{
    await FileChannelThroughput.RunAsync(fileArgs);
    return;
}

if (args is ["file-channel-encryption", .. var encryptionArgs])
{
    await FileChannelThroughput.RunEncryptedAsync(encryptionArgs);
    return;
}

if (args is ["file-channel-recovery", .. var recoveryArgs])
{
    await FileChannelRecovery.RunAsync(recoveryArgs);
    return;
}

if (args is ["configuration", .. var configurationArgs])
{
    await ConfigurationLoad.RunAsync(configurationArgs);
    return;
}

if (args is ["spooldir", .. var spoolArgs])
{
    await SpoolDirectoryThroughput.RunAsync(spoolArgs);
    return;
}

BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
