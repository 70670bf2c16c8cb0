using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File;

public sealed class FileChannelConcurrencyTests : ChannelConcurrencyTests
{
    private TempFolder _temp = null!;
    private int _made;

    // Each commit waits for a disk.
    protected override int EventsPerProducer => 100;

    [SetUp]
    public void MakeFolder() => _temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    protected override IChannel Create(TestHost host, ChannelLimits limits) =>
        FileChannels.Create(host, FileChannels.Options(_temp.File($"{_made++}"), limits, dataDirs: 2));
}
