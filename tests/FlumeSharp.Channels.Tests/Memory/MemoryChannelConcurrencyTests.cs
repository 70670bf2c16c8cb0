using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.Memory;

public sealed class MemoryChannelConcurrencyTests : ChannelConcurrencyTests
{
    protected override int EventsPerProducer => 20_000;

    protected override IChannel Create(TestHost host, ChannelLimits limits) => MemoryChannels.Create(host, limits);
}
