using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Benchmarks;

/// <summary>A memory channel outside of an agent.</summary>
internal static class MemoryChannelHost
{
    public static MemoryChannel Create(int capacity, int batchSize) => new(
        new MemoryChannelOptions { Capacity = capacity, TransactionCapacity = batchSize },
        AgentResources.Detect(),
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
        });

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
