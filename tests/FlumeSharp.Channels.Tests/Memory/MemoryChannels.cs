using FlumeSharp.Runtime;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.Memory;

internal static class MemoryChannels
{
    public static MemoryChannel Create(TestHost host, ChannelLimits limits) => Create(host, new MemoryChannelOptions
    {
        Capacity = limits.Capacity,
        TransactionCapacity = limits.TransactionCapacity,
        KeepAlive = limits.KeepAlive,
    });

    public static MemoryChannel Create(TestHost host, MemoryChannelOptions options) => new(options, new AgentResources(1L << 30), host.Channel());
}
