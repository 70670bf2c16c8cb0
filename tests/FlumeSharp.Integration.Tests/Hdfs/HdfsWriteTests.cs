using FlumeSharp.Hdfs;
using FlumeSharp.Integration.Tests.Servers;

namespace FlumeSharp.Integration.Tests.Hdfs;

/// <summary>Files written by our client, read back by Hadoop's and by ours.</summary>
[Category("Integration")]
internal sealed class HdfsWriteTests
{
    private const int Block = 1 << 20;
    private const int PacketData = 126 * 512;

    private HdfsCluster _cluster = null!;
    private HdfsFileSystem _files = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cluster = await HdfsCluster.SharedAsync();
        _files = new HdfsFileSystem(_cluster.Uri, new FileSystemSettings());
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_files is not null)
            await _files.DisposeAsync();
    }

    [Test]
    public async Task Hadoop_reads_what_was_written()
    {
        var bytes = HdfsData.Bytes(100_000);

        await HdfsData.WriteAsync(_files, "/write/plain file ä€.bin", bytes);

        (await _cluster.CatAsync("/write/plain file ä€.bin")).Should().Equal(bytes);
    }

    [Test]
    public async Task Every_length_around_the_edges_of_chunks_packets_and_blocks_comes_back()
    {
        int[] lengths =
        [
            0, 1, 511, 512, 513, PacketData - 1, PacketData, PacketData + 1, Block - 513, Block - 1, Block, Block + 1, 2 * Block, (7 * Block / 2) + 5,
        ];
        foreach (var length in lengths)
            await HdfsData.WriteAsync(_files, $"/write/edges/{length}", HdfsData.Bytes(length), Block, writeSize: 10_007);

        foreach (var length in lengths)
        {
            (await HdfsData.ReadAsync(_files, $"/write/edges/{length}")).Should().Equal(HdfsData.Bytes(length));
            (await _files.GetStatusAsync($"/write/edges/{length}"))!.Length.Should().Be(length);
        }
        var joined = lengths.Order().SelectMany(static length => HdfsData.Bytes(length)).ToArray();
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await _cluster.DfsAsync("-get", "/write/edges", folder);
        try
        {
            var fetched = lengths.Order().SelectMany(length => File.ReadAllBytes(Path.Combine(folder, $"{length}"))).ToArray();
            fetched.Should().Equal(joined);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
