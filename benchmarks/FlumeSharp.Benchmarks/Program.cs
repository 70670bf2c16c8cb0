using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
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

if (args is ["taildir", .. var taildirArgs])
{
    await TaildirThroughput.RunAsync(taildirArgs);
    return;
}

if (args is ["configuration", .. var configurationArgs])
{
    await ConfigurationLoad.RunAsync(configurationArgs);
    return;
}

if (args is ["sockets", .. var socketArgs])
{
    await SocketThroughput.RunAsync(socketArgs);
    return;
}

if (args is ["spooldir", .. var spoolArgs])
{
    await SpoolDirectoryThroughput.RunAsync(spoolArgs);
    return;
}

// In this process: for one of its own everything is compiled again, for longer than BenchmarkDotNet waits on a machine that has other work.
var inProcess = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(inProcess));
