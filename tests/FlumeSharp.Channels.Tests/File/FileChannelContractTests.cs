using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File;

[TestFixture(1)]
[TestFixture(3)]
public sealed class FileChannelContractTests(int dataDirs) : ChannelContractTests
{
    private TempFolder _temp = null!;
    private int _made;

    [SetUp]
    public void MakeFolder() => _temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    protected override IChannel Create(TestHost host, ChannelLimits limits) =>
        FileChannels.Create(host, FileChannels.Options(_temp.File($"{_made++}"), limits, dataDirs));
}
