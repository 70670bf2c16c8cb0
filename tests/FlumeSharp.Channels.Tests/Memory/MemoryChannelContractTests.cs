using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.Memory;

public sealed class MemoryChannelContractTests : ChannelContractTests
{
    protected override IChannel Create(TestHost host, ChannelLimits limits) => MemoryChannels.Create(host, limits);
}
