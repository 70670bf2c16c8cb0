using FlumeSharp.Hdfs.DataTransfer;
using FlumeSharp.Hdfs.Tests.Fakes;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Hdfs.Tests.DataTransfer;

/// <summary>Streams against datanodes that check every packet.</summary>
internal sealed class WritePipelineTests
{
    private const int BlockSize = 1 << 17;

    [Test]
    public async Task Any_pattern_of_writes_and_flushes_stores_the_same_bytes([Range(1, 12)] int seed)
    {
        await using var cluster = new FakeCluster();
        var random = new Random(seed);
        var bytes = new byte[random.Next(1, 4 * BlockSize)];
        random.NextBytes(bytes);

        await using (var output = await cluster.Files.CreateAsync("/f", new CreateOptions { BlockSize = BlockSize }))
        {
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(bytes.Length - at, random.Next(4) == 0 ? random.Next(1, 100_000) : random.Next(1, 1500));
                await output.WriteAsync(bytes.AsMemory(at, length));
                at += length;
                output.Position.Should().Be(at);
                if (random.Next(3) != 0)
                    continue;
                await (random.Next(3) == 0 ? output.SyncAsync() : output.FlushAsync());
                cluster.Stored("/f").Should().HaveCount(at);
            }
            await output.CloseAsync();
        }

        cluster.Stored("/f").Should().Equal(bytes);
        var file = cluster.Namenode.Files["/f"];
        file.Writer.Should().BeNull();
        file.Blocks.Should().HaveCount((bytes.Length + BlockSize - 1) / BlockSize);
        file.Length.Should().Be(bytes.Length);
    }

    [Test]
    public async Task An_append_at_any_place_in_a_chunk_goes_on_there([Values(1, 300, 511, 512, 513, 1000, 65_000)] int before)
    {
        await using var cluster = new FakeCluster();
        var bytes = new byte[before + 3000];
        new Random(before).NextBytes(bytes);
        await using (var output = await cluster.Files.CreateAsync("/f"))
        {
            await output.WriteAsync(bytes.AsMemory(0, before));
            await output.CloseAsync();
        }

        await using (var output = await cluster.Files.AppendAsync("/f"))
        {
            output.Position.Should().Be(before);
            await output.WriteAsync(bytes.AsMemory(before, 5));
            await output.FlushAsync();
            await output.WriteAsync(bytes.AsMemory(before + 5, 700));
            await output.FlushAsync();
            await output.WriteAsync(bytes.AsMemory(before + 705));
            await output.CloseAsync();
        }

        cluster.Stored("/f").Should().Equal(bytes);
        cluster.Namenode.Files["/f"].Blocks.Should().HaveCount(1);
    }

    [Test]
    public async Task A_flush_repeats_the_unfinished_chunk_from_its_start()
    {
        await using var cluster = new FakeCluster();
        await using var output = await cluster.Files.CreateAsync("/f");

        await output.WriteAsync(new byte[700]);
        await output.FlushAsync();
        await output.WriteAsync(new byte[400]);
        await output.FlushAsync();
        await output.FlushAsync();
        await output.CloseAsync();

        cluster.Datanode.Packets.Select(static packet => (packet.Offset, packet.DataLength, packet.IsLast)).Should()
            .Equal((0, 700, false), (512, 588, false), (1100, 0, true));
        cluster.Namenode.CountOf("fsync").Should().Be(1);
    }

    [Test]
    public async Task A_sync_asks_the_datanodes_for_their_disks()
    {
        await using var cluster = new FakeCluster();
        await using var output = await cluster.Files.CreateAsync("/f");

        await output.WriteAsync(new byte[100]);
        await output.SyncAsync();
        await output.SyncAsync();
        await output.CloseAsync();

        cluster.Datanode.Packets.Select(static packet => (packet.DataLength, packet.Sync)).Should().Equal((100, true), (0, true), (0, true));
    }

    [Test]
    public async Task An_empty_file_needs_no_datanode()
    {
        await using var cluster = new FakeCluster();
        await using var output = await cluster.Files.CreateAsync("/f");

        await output.FlushAsync();
        await output.CloseAsync();
        await output.CloseAsync();

        cluster.Datanode.Connections.Should().Be(0);
        cluster.Namenode.Files["/f"].Writer.Should().BeNull();
    }

    [Test]
    public async Task A_pipeline_that_cannot_be_set_up_gives_the_block_back_and_leaves_the_bad_node_out()
    {
        await using var cluster = new FakeCluster(datanodes: 3);
        var bad = cluster.Datanodes[1].Info;
        cluster.Datanodes[0].Refuse = operation => operation.Targets.Any(target => target.Id.DatanodeUuid == bad.Id.DatanodeUuid)
            ? (TransferStatus.Error, $"127.0.0.1:{bad.Id.TransferPort}")
            : null;

        await using var output = await cluster.Files.CreateAsync("/f", new CreateOptions { Replication = 2 });
        await output.WriteAsync(new byte[100]);
        await output.FlushAsync();

        output.CurrentReplicas.Should().Be(2);
        cluster.Namenode.Abandoned.Should().HaveCount(1);
        await output.CloseAsync();
        cluster.Stored("/f").Should().HaveCount(100);
    }

    [Test]
    public async Task A_datanode_that_is_gone_is_left_out()
    {
        await using var cluster = new FakeCluster(datanodes: 2);
        await cluster.Datanodes[0].DisposeAsync();

        await using var output = await cluster.Files.CreateAsync("/f");
        await output.WriteAsync(new byte[100]);
        await output.CloseAsync();

        cluster.Datanodes[1].BytesOf(cluster.Namenode.Files["/f"]).Should().HaveCount(100);
    }

    [Test]
    public async Task No_datanode_left_is_an_error_worth_another_try()
    {
        await using var cluster = new FakeCluster();
        cluster.Datanode.Refuse = static _ => (TransferStatus.Error, "");

        await using var output = await cluster.Files.CreateAsync("/f");
        await output.WriteAsync(new byte[100]);

        (await output.Awaiting(static o => o.FlushAsync().AsTask()).Should().ThrowAsync<NoDatanodeException>()).Which.IsRetryable.Should().BeTrue();
    }

    [Test]
    public async Task A_namenode_that_has_just_restarted_is_asked_until_its_datanodes_have_reported()
    {
        await using var cluster = new FakeCluster();
        cluster.Namenode.Fault = call => call.Method == "addBlock" && cluster.Namenode.CountOf("addBlock") < 4
            ? FakeFault.Error("java.io.IOException", "File /f could only be written to 0 of the 1 minReplication nodes. There are 1 datanode(s) running and 1 node(s) are excluded in this operation.")
            : null;

        await using var output = await cluster.Files.CreateAsync("/f");
        await output.WriteAsync(new byte[100]);
        await output.CloseAsync();

        cluster.Stored("/f").Should().HaveCount(100);
        cluster.Namenode.CountOf("addBlock").Should().Be(4);
    }

    [Test]
    public async Task The_only_datanode_is_tried_again_when_the_namenode_has_no_other()
    {
        await using var cluster = new FakeCluster();
        cluster.Datanode.Refuse = _ => cluster.Datanode.Writes.Count < 3 ? (TransferStatus.Error, "") : null;

        await using var output = await cluster.Files.CreateAsync("/f");
        await output.WriteAsync(new byte[100]);
        await output.CloseAsync();

        cluster.Stored("/f").Should().HaveCount(100);
        cluster.Namenode.Abandoned.Should().HaveCount(2);
    }

    [Test]
    public async Task A_datanode_that_comes_back_takes_the_next_try_and_the_next_file()
    {
        await using var cluster = new FakeCluster();
        cluster.Datanode.Refuse = static _ => (TransferStatus.Error, "");
        await using var output = await cluster.Files.CreateAsync("/f");
        await output.WriteAsync(new byte[100]);
        await output.Awaiting(static o => o.FlushAsync().AsTask()).Should().ThrowAsync<NoDatanodeException>();

        cluster.Datanode.Refuse = static _ => null;
        await using var other = await cluster.Files.CreateAsync("/g");
        await other.WriteAsync(new byte[10]);
        await other.CloseAsync();
        await output.FlushAsync();
        await output.CloseAsync();

        cluster.Stored("/f").Should().HaveCount(100);
        cluster.Stored("/g").Should().HaveCount(10);
    }

    [Test]
    public async Task A_full_window_holds_the_writer_until_packets_are_acknowledged()
    {
        await using var cluster = new FakeCluster(properties: ("dfs.client.write.max-packets-in-flight", "4"));
        cluster.Datanode.PacketFault = static _ => FakePacketFault.Silence;
        await using var output = await cluster.Files.CreateAsync("/f");
        using var cancel = new CancellationTokenSource();

        var write = output.WriteAsync(new byte[10 * 65536], cancel.Token).AsTask();
        await Eventually.IsTrue(() => cluster.Datanode.Packets.Count == 4, "the window is full");
        write.IsCompleted.Should().BeFalse();
        await cancel.CancelAsync();

        await write.Awaiting(static w => w).Should().ThrowAsync<OperationCanceledException>();
        (await output.Awaiting(static o => o.WriteAsync(new byte[1]).AsTask()).Should().ThrowAsync<FileSystemException>()).Which.Message.Should().Contain("midway");
    }

    [Test]
    public async Task A_cancelled_flush_may_be_repeated()
    {
        await using var cluster = new FakeCluster();
        await using var output = await cluster.Files.CreateAsync("/f");
        await output.WriteAsync(new byte[1000]);
        using var held = new ManualResetEventSlim();
        cluster.Datanode.PacketFault = _ =>
        {
            held.Wait(TimeSpan.FromSeconds(20));
            return FakePacketFault.None;
        };
        using var cancel = new CancellationTokenSource();

        var flush = output.FlushAsync(cancel.Token).AsTask();
        await Eventually.IsTrue(() => !cluster.Datanode.Packets.IsEmpty, "the packet has arrived");
        await cancel.CancelAsync();
        await flush.Awaiting(static f => f).Should().ThrowAsync<OperationCanceledException>();
        held.Set();
        await output.FlushAsync();
        await output.CloseAsync();

        cluster.Stored("/f").Should().HaveCount(1000);
        cluster.Datanode.Packets.Should().HaveCount(2);
    }

    [Test]
    public async Task An_idle_stream_sends_heartbeats_and_renews_its_lease()
    {
        var time = new FakeTimeProvider();
        await using var cluster = new FakeCluster(time: time);
        await using var output = await cluster.Files.CreateAsync("/f");
        await output.WriteAsync(new byte[1000]);
        await output.FlushAsync();

        for (var second = 0; second < 40; second++)
            time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.IsTrue(() => cluster.Datanode.Packets.Any(static packet => packet.Sequence == PacketHeader.HeartbeatSequence), "a heartbeat was sent");
        await Eventually.IsTrue(() => cluster.Namenode.CountOf("renewLease") > 0, "the lease was renewed");
        await output.CloseAsync();
        var renewals = cluster.Namenode.CountOf("renewLease");
        time.Advance(TimeSpan.FromMinutes(2));
        cluster.Namenode.CountOf("renewLease").Should().Be(renewals);
    }

    [Test]
    public async Task A_stream_ends_when_its_lease_is_lost()
    {
        await using var cluster = new FakeCluster();
        await using var output = await cluster.Files.CreateAsync("/f");
        await output.WriteAsync(new byte[1000]);
        cluster.Namenode.Files.Remove("/f");

        await output.Awaiting(static o => o.FlushAsync().AsTask()).Should().ThrowAsync<LeaseException>();
        await output.Awaiting(static o => o.WriteAsync(new byte[1]).AsTask()).Should().ThrowAsync<LeaseException>();
    }

    [Test]
    public async Task Disposing_without_close_leaves_the_file_to_lease_recovery()
    {
        await using var cluster = new FakeCluster();
        await using (var output = await cluster.Files.CreateAsync("/f"))
        {
            await output.WriteAsync(new byte[1000]);
            await output.FlushAsync();
            await output.WriteAsync(new byte[1000]);
        }

        cluster.Namenode.Files["/f"].Writer.Should().NotBeNull();
        cluster.Namenode.CountOf("complete").Should().Be(0);
        cluster.Stored("/f").Should().HaveCount(1000);
    }

    [Test]
    public async Task Many_streams_write_side_by_side()
    {
        await using var cluster = new FakeCluster();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var bytes = new byte[10_000 + i];
            new Random(i).NextBytes(bytes);
            await using var output = await cluster.Files.CreateAsync($"/f{i}");
            foreach (var part in bytes.Chunk(999))
            {
                await output.WriteAsync(part);
                await output.FlushAsync();
            }
            await output.CloseAsync();
            cluster.Stored($"/f{i}").Should().Equal(bytes);
        }));

        cluster.Namenode.Connections.Should().Be(1);
    }
}
