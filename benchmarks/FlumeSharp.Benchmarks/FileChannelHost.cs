using FlumeSharp.Channels.File;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Benchmarks;

/// <summary>A file channel outside of an agent.</summary>
internal static class FileChannelHost
{
    public static FileChannel Create(string folder, int capacity, int batchSize, FileChannelEnvironment? environment = null) => new(
        new FileChannelOptions
        {
            CheckpointDir = Path.Combine(folder, "checkpoint"),
            DataDirs = Path.Combine(folder, "data"),
            Capacity = capacity,
            TransactionCapacity = Math.Min(capacity, Math.Max(batchSize, 10_000)),
            KeepAlive = TimeSpan.FromSeconds(30),
        },
        new ComponentContext
        {
            AgentName = "a1",
            Name = "c1",
            Kind = ComponentKind.Channel,
            Logger = NullLogger.Instance,
            LoggerFactory = NullLoggerFactory.Instance,
            TimeProvider = TimeProvider.System,
            Metrics = new MetricsRegistry(),
            Activator = new ComponentActivator(new NoServices()),
        },
        environment ?? new FileChannelEnvironment());

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
