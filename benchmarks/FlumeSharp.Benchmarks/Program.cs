using FlumeSharp.Benchmarks;

if (args is ["memory-channel", .. var rest])
{
    await MemoryChannelThroughput.RunAsync(rest);
    return;
}

BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
