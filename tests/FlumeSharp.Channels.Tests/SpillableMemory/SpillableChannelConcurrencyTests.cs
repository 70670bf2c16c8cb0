using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>With a share of the places in memory, of the others on disk.</summary>
[TestFixture(0)]
[TestFixture(20)]
[TestFixture(80)]
[TestFixture(100)]
public sealed class SpillableChannelConcurrencyTests(int percentInMemory) : ChannelConcurrencyTests
{
    private TempFolder _temp = null!;
    private int _made;

    // Commits on disk wait for it.
    protected override int EventsPerProducer => percentInMemory == 100 ? 3000 : 200;

    [SetUp]
    public void MakeFolder() => _temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    protected override IChannel Create(TestHost host, ChannelLimits limits)
    {
        // The largest batch of these tests fits into a channel of 50 only on its larger side, and into smaller ones on neither.
        var inMemory = limits.Capacity < 20 && percentInMemory is > 0 and < 100 ? 0 : limits.Capacity * percentInMemory / 100;
        return SpillableChannels.Create(host, SpillableChannels.Options(_temp.File($"{_made++}"), inMemory, limits.Capacity - inMemory, limits));
    }
}
