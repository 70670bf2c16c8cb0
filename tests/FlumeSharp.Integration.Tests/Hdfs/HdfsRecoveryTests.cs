using FlumeSharp.Hdfs;
using FlumeSharp.Integration.Tests.Servers;

namespace FlumeSharp.Integration.Tests.Hdfs;

/// <summary>Datanodes of real clusters that die or hang under a stream, which goes on.</summary>
[Category("Integration")]
internal sealed class HdfsRecoveryTests
{
    private const string BestEffort = "dfs.client.block.write.replace-datanode-on-failure.best-effort";
    private const int Flush = 100_000;

    private static readonly CreateOptions SmallBlocks = new() { BlockSize = 1 << 20 };

    [Test]
    public async Task A_stream_outlives_the_death_of_two_of_three_datanodes_one_after_the_other()
    {
        await using var cluster = await HdfsCluster.StartAsync(datanodes: 3, replication: 3);
        await using var files = new HdfsFileSystem(cluster.Uri, Settings((BestEffort, "true")));
        var bytes = HdfsData.Bytes(4_000_000);
        await using var output = await files.CreateAsync("/killed.bin", SmallBlocks);
        await WriteAsync(output, bytes.AsMemory(0, 500_000));
        output.CurrentReplicas.Should().Be(3);

        await cluster.KillDatanodeAsync(1);
        await WriteAsync(output, bytes.AsMemory(500_000, 300_000));
        output.CurrentReplicas.Should().Be(2);
        await cluster.KillDatanodeAsync(0);
        await WriteAsync(output, bytes.AsMemory(800_000));
        await output.CloseAsync();

        (await cluster.CatAsync("/killed.bin")).Should().Equal(bytes);
    }

    [Test]
    public async Task A_fourth_datanode_takes_the_place_of_a_dead_one()
    {
        await using var cluster = await HdfsCluster.StartAsync(datanodes: 4, replication: 3);
        await using var files = new HdfsFileSystem(cluster.Uri, Settings());
        var bytes = HdfsData.Bytes(3_000_000);
        await using var output = await files.CreateAsync("/replaced.bin", SmallBlocks);
        await WriteAsync(output, bytes.AsMemory(0, 500_000));

        await cluster.KillDatanodeAsync(0);
        await WriteAsync(output, bytes.AsMemory(500_000, 100_000));
        output.CurrentReplicas.Should().Be(3);
        await WriteAsync(output, bytes.AsMemory(600_000));
        await output.CloseAsync();

        (await cluster.CatAsync("/replaced.bin")).Should().Equal(bytes);
    }

    [Test]
    public async Task A_stream_outlives_a_datanode_that_hangs()
    {
        const string Timeout = "dfs.client.socket-timeout";
        await using var cluster = await HdfsCluster.StartAsync(3, 3, $"{Timeout}=3000");
        await using var files = new HdfsFileSystem(cluster.Uri, Settings((BestEffort, "true"), (Timeout, "3000")));
        var bytes = HdfsData.Bytes(3_000_000);
        await using var output = await files.CreateAsync("/paused.bin", SmallBlocks);
        await WriteAsync(output, bytes.AsMemory(0, 500_000));

        await cluster.PauseDatanodeAsync(1);
        try
        {
            await WriteAsync(output, bytes.AsMemory(500_000));
            await output.CloseAsync();
        }
        finally
        {
            await cluster.ResumeDatanodeAsync(1);
        }

        (await cluster.CatAsync("/paused.bin")).Should().Equal(bytes);
    }

    private static FileSystemSettings Settings(params (string Key, string Value)[] properties) =>
        new() { Properties = properties.ToDictionary(static property => property.Key, static property => property.Value) };

    private static async Task WriteAsync(FileOutputStream output, ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at += Flush)
        {
            await output.WriteAsync(bytes.Slice(at, Math.Min(Flush, bytes.Length - at)));
            await output.FlushAsync();
        }
    }
}
