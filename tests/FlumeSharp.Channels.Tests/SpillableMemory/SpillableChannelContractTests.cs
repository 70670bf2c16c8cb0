using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.SpillableMemory;

[TestFixture(true, TestName = "All events in memory")]
[TestFixture(false, TestName = "All events on disk")]
public sealed class SpillableChannelContractTests(bool inMemory) : ChannelContractTests
{
    private TempFolder _temp = null!;
    private int _made;

    // Only those that go to disk, as in Flume.
    protected override bool LimitsTransactions => false;

    [SetUp]
    public void MakeFolder() => _temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    protected override IChannel Create(TestHost host, ChannelLimits limits) => SpillableChannels.Create(
        host, SpillableChannels.Options(_temp.File($"{_made++}"), inMemory ? limits.Capacity : 0, inMemory ? 0 : limits.Capacity, limits));
}
