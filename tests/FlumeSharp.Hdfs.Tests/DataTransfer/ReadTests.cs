using FlumeSharp.Hdfs.Tests.Fakes;

namespace FlumeSharp.Hdfs.Tests.DataTransfer;

internal sealed class ReadTests
{
    [Test]
    public async Task What_was_written_is_read_and_acknowledged_across_blocks()
    {
        await using var cluster = new FakeCluster();
        var bytes = await WriteAsync(cluster, 300_001);

        (await ReadAsync(cluster)).Should().Equal(bytes);
    }

    [Test]
    public async Task A_replica_with_a_wrong_checksum_is_left_for_the_next()
    {
        await using var cluster = new FakeCluster(datanodes: 2);
        var bytes = await WriteAsync(cluster, 100_000);
        cluster.Datanodes[0].Share(cluster.Datanodes[1]);
        cluster.Datanodes[0].CorruptsReads = true;

        (await ReadAsync(cluster)).Should().Equal(bytes);
        cluster.Datanodes[1].Connections.Should().BePositive();
    }

    [Test]
    public async Task A_replica_that_is_gone_is_left_for_the_next()
    {
        await using var cluster = new FakeCluster(datanodes: 2);
        var bytes = await WriteAsync(cluster, 100_000);
        cluster.Datanodes[0].Share(cluster.Datanodes[1]);
        await cluster.Datanodes[0].DisposeAsync();

        (await ReadAsync(cluster)).Should().Equal(bytes);
    }

    [Test]
    public async Task Bytes_that_match_nowhere_are_an_error_and_never_delivered()
    {
        await using var cluster = new FakeCluster();
        await WriteAsync(cluster, 1000);
        cluster.Datanode.CorruptsReads = true;

        (await cluster.Awaiting(ReadAsync).Should().ThrowAsync<FileSystemException>()).Which.Message.Should().Contain("'/f'").And.Contain("byte 0");
    }

    [Test]
    public async Task A_missing_file_is_named()
    {
        await using var cluster = new FakeCluster();

        (await cluster.Awaiting(ReadAsync).Should().ThrowAsync<PathNotFoundException>()).Which.Message.Should().Contain("/f");
    }

    private static async Task<byte[]> WriteAsync(FakeCluster cluster, int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await using var output = await cluster.Files.CreateAsync("/f", new CreateOptions { BlockSize = 1 << 17 });
        await output.WriteAsync(bytes);
        await output.CloseAsync();
        return bytes;
    }

    private static async Task<byte[]> ReadAsync(FakeCluster cluster)
    {
        await using var input = await cluster.Files.OpenAsync("/f");
        using var copy = new MemoryStream();
        await input.CopyToAsync(copy);
        return copy.ToArray();
    }
}
