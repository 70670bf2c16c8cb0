using FlumeSharp.Channels.File;
using FlumeSharp.Runtime;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.SpillableMemory;

internal static class SpillableChannels
{
    public static SpillableMemoryChannelOptions Options(string folder, int memory, int overflow, ChannelLimits? limits = null, long? byteCapacity = null)
    {
        limits ??= new ChannelLimits(TransactionCapacity: 1000);
        return new()
        {
            MemoryCapacity = memory,
            OverflowCapacity = overflow,
            OverflowTimeout = limits.KeepAlive,
            ByteCapacity = byteCapacity,
            ByteCapacityBufferPercentage = 0,
            AvgEventSize = 100,
            File = FileChannels.Options(folder, limits, memory: 0),
        };
    }

    public static SpillableMemoryChannel Create(TestHost host, SpillableMemoryChannelOptions options, FileChannelEnvironment? environment = null) =>
        new(options, new AgentResources(1L << 30), host.Channel(), environment ?? new FileChannelEnvironment());

    public static async Task<SpillableMemoryChannel> StartAsync(TestHost host, SpillableMemoryChannelOptions options, FileChannelEnvironment? environment = null)
    {
        var channel = Create(host, options, environment);
        await channel.StartAsync(CancellationToken.None);
        return channel;
    }
}
