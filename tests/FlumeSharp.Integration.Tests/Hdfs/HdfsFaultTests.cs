using FlumeSharp.Hdfs;
using FlumeSharp.Integration.Tests.Servers;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Hdfs;

/// <summary>Clusters that are hurt while files are written; each test has its own.</summary>
[Category("Integration")]
internal sealed class HdfsFaultTests
{
    private static readonly CreateOptions SmallBlocks = new() { BlockSize = 1 << 20 };

    [Test]
    public async Task Three_replicas_are_written_and_a_dead_datanode_loses_no_flushed_byte()
    {
        await using var cluster = await HdfsCluster.StartAsync(datanodes: 3, replication: 3);
        await using var files = new HdfsFileSystem(cluster.Uri, new FileSystemSettings());
        var bytes = HdfsData.Bytes(5 << 20);
        await HdfsData.WriteAsync(files, "/whole.bin", bytes, 1 << 20);
        (await cluster.CatAsync("/whole.bin")).Should().Equal(bytes);

        var flushed = HdfsData.Bytes(1_700_000);
        await using (var output = await files.CreateAsync("/broken.bin", SmallBlocks))
        {
            await HdfsData.WriteAsync(output, flushed);
            await output.FlushAsync();
            output.CurrentReplicas.Should().Be(3);
            await cluster.KillDatanodeAsync(0);
            await cluster.KillDatanodeAsync(1);

            var thrown = await output.Awaiting(static o => WriteUntilItFailsAsync(o)).Should().ThrowAsync<PipelineException>();
            thrown.Which.IsRetryable.Should().BeTrue();
            output.CurrentReplicas.Should().BeNull();
        }

        await RecoverAsync(files, "/broken.bin");
        var settled = await HdfsData.ReadAsync(files, "/broken.bin");
        settled.Length.Should().BeGreaterThanOrEqualTo(flushed.Length);
        settled.AsSpan(0, flushed.Length).SequenceEqual(flushed).Should().BeTrue();

        // A new file finds the datanode that is left.
        await HdfsData.WriteAsync(files, "/next.bin", flushed, 1 << 20);
        (await HdfsData.ReadAsync(files, "/next.bin")).Should().Equal(flushed);
    }

    [Test]
    public async Task An_open_stream_outlives_a_restart_of_the_namenode()
    {
        await using var cluster = await HdfsCluster.StartAsync();
        await using var files = new HdfsFileSystem(cluster.Uri, new FileSystemSettings());
        var bytes = HdfsData.Bytes(3_500_000);
        await using var output = await files.CreateAsync("/restart.bin", SmallBlocks);
        await HdfsData.WriteAsync(output, bytes.AsMemory(0, 300_000));
        await output.FlushAsync();

        await cluster.KillNamenodeAsync();
        var rest = Task.Run(async () =>
        {
            await HdfsData.WriteAsync(output, bytes.AsMemory(300_000));
            await output.FlushAsync();
            await output.CloseAsync();
        });
        await cluster.StartNamenodeAsync();
        await rest;

        (await cluster.CatAsync("/restart.bin")).Should().Equal(bytes);
    }

    [Test]
    public async Task Safe_mode_refuses_new_files_and_holds_open_ones()
    {
        await using var cluster = await HdfsCluster.StartAsync();
        await using var files = new HdfsFileSystem(cluster.Uri, new FileSystemSettings());
        await using var output = await files.CreateAsync("/held.bin", SmallBlocks);
        await cluster.AdminAsync("-safemode", "enter");

        var refused = await files.Awaiting(static f => f.CreateAsync("/refused").AsTask()).Should().ThrowAsync<SafeModeException>();
        refused.Which.IsRetryable.Should().BeTrue();
        var held = HdfsData.WriteAsync(output, HdfsData.Bytes(1_500_000));
        await cluster.AdminAsync("-safemode", "leave");
        await held;
        await output.CloseAsync();

        (await cluster.CatAsync("/held.bin")).Should().Equal(HdfsData.Bytes(1_500_000));
    }

    [Test]
    public async Task A_cluster_without_datanodes_is_an_error_worth_another_try()
    {
        await using var cluster = await HdfsCluster.StartAsync();
        await using var files = new HdfsFileSystem(cluster.Uri, new FileSystemSettings());
        await cluster.KillDatanodeAsync(0);

        await using var output = await files.CreateAsync("/nowhere.bin", SmallBlocks);
        await output.WriteAsync(HdfsData.Bytes(1000));

        (await output.Awaiting(static o => o.FlushAsync().AsTask()).Should().ThrowAsync<FileSystemException>()).Which.IsRetryable.Should().BeTrue();
        await cluster.StartDatanodeAsync(0);
        await Eventually.IsTrue(
            async () =>
            {
                try
                {
                    await output.FlushAsync();
                    return true;
                }
                catch (FileSystemException e) when (e.IsRetryable)
                {
                    return false;
                }
            },
            "the stream finds the datanode that is back",
            TimeSpan.FromSeconds(60));
        await output.CloseAsync();
        (await cluster.CatAsync("/nowhere.bin")).Should().Equal(HdfsData.Bytes(1000));
    }

    private static async Task WriteUntilItFailsAsync(FileOutputStream output)
    {
        for (var i = 0; i < 1000; i++)
        {
            await output.WriteAsync(HdfsData.Bytes(10_000));
            await output.FlushAsync();
        }
    }

    private static async Task RecoverAsync(HdfsFileSystem files, string path)
    {
        if (await files.RecoverLeaseAsync(path))
            return;
        await Eventually.IsTrue(
            async () => await files.IsFileClosedAsync(path) || await files.RecoverLeaseAsync(path), "the lease is recovered", TimeSpan.FromSeconds(120));
    }
}
