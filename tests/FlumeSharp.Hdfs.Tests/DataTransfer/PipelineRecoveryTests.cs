using FlumeSharp.Hdfs.DataTransfer;
using FlumeSharp.Hdfs.Protos;
using FlumeSharp.Hdfs.Tests.Fakes;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Hdfs.Tests.DataTransfer;

/// <summary>Datanodes that fail at every point of a block's life, against fakes as strict about stamps and lengths as real ones.</summary>
internal sealed class PipelineRecoveryTests
{
    private const string Condition = "dfs.client.block.write.replace-datanode-on-failure.policy";
    private const string BestEffort = "dfs.client.block.write.replace-datanode-on-failure.best-effort";
    private const int Block = 1 << 17;

    private static readonly CreateOptions ThreeReplicas = new() { Replication = 3, BlockSize = Block };

    [Test]
    public async Task A_node_that_fails_while_bytes_stream_is_left_out_and_the_rest_is_sent_again(
        [Values(FakePacketFault.Cut, FakePacketFault.CutUnacknowledged, FakePacketFault.WrongSequence, FakePacketFault.ChecksumErrorAtFirstNode, FakePacketFault.ErrorAtLastNode, FakePacketFault.Restart)] object fault,
        [Values(0, 1000)] int flushedBefore)
    {
        await using var cluster = new FakeCluster(datanodes: 3, properties: (Condition, "NEVER"));
        var bytes = Bytes(Block - 100);
        cluster.Datanode.PacketFault = packet => packet.Offset + packet.DataLength > flushedBefore && cluster.Datanode.Writes.Count == 1 ? (FakePacketFault)fault : FakePacketFault.None;
        await using var output = await cluster.Files.CreateAsync("/f", ThreeReplicas);
        await output.WriteAsync(bytes.AsMemory(0, flushedBefore));
        await output.FlushAsync();

        await output.WriteAsync(bytes.AsMemory(flushedBefore));
        await output.FlushAsync();

        output.CurrentReplicas.Should().Be(2);
        var lost = (FakePacketFault)fault == FakePacketFault.ErrorAtLastNode ? 2 : 0;
        cluster.Namenode.Pipelines.Should().NotBeEmpty();
        cluster.Namenode.Pipelines.Last().Should().NotContain(cluster.Datanodes[lost].Info.Id.DatanodeUuid);
        await output.CloseAsync();
        cluster.Datanodes[1].BytesOf(cluster.Namenode.Files["/f"]).Should().Equal(bytes);
        var block = cluster.Namenode.Files["/f"].Blocks.Single();
        cluster.Datanodes[1].Replica(block.BlockId).Stamp.Should().Be(block.GenerationStamp);
        cluster.Datanodes[1].Replica(block.BlockId).IsFinal.Should().BeTrue();
    }

    [Test]
    public async Task The_next_block_goes_elsewhere()
    {
        await using var cluster = new FakeCluster(datanodes: 4);
        cluster.Datanode.PacketFault = static _ => FakePacketFault.Cut;
        var bytes = Bytes(3 * Block);

        await using var output = await cluster.Files.CreateAsync("/f", new CreateOptions { Replication = 2, BlockSize = Block });
        await output.WriteAsync(bytes);
        await output.CloseAsync();

        cluster.Datanode.Writes.Should().HaveCount(1);
        cluster.Datanodes[1].BytesOf(cluster.Namenode.Files["/f"]).Should().Equal(bytes);
    }

    [Test]
    public async Task A_node_that_fails_while_the_block_is_closed_leaves_a_finished_block([Values(FakePacketFault.Cut, FakePacketFault.CutUnacknowledged, FakePacketFault.ErrorAtLastNode)] object fault)
    {
        await using var cluster = new FakeCluster(datanodes: 3);
        cluster.Datanode.PacketFault = packet => packet.IsLast ? (FakePacketFault)fault : FakePacketFault.None;
        var bytes = Bytes(70_000);

        await using var output = await cluster.Files.CreateAsync("/f", ThreeReplicas);
        await output.WriteAsync(bytes);
        await output.CloseAsync();

        cluster.Datanodes.SelectMany(static node => node.Writes).Should().ContainSingle(static write => write.Stage == WriteStageProto.PipelineCloseRecovery);
        var file = cluster.Namenode.Files["/f"];
        file.Writer.Should().BeNull();
        cluster.Datanodes[1].BytesOf(file).Should().Equal(bytes);
        cluster.Datanodes[1].Replica(file.Blocks[0].BlockId).Stamp.Should().Be(file.Blocks[0].GenerationStamp);
    }

    [Test]
    public async Task A_flushed_block_of_three_replicas_gets_another_node_with_a_copy_of_it()
    {
        await using var cluster = new FakeCluster(datanodes: 4);
        var bytes = Bytes(2000);
        await using var output = await cluster.Files.CreateAsync("/f", ThreeReplicas);
        await output.WriteAsync(bytes.AsMemory(0, 1000));
        await output.FlushAsync();
        cluster.Datanode.PacketFault = static _ => FakePacketFault.Cut;

        await output.WriteAsync(bytes.AsMemory(1000));
        await output.FlushAsync();

        output.CurrentReplicas.Should().Be(3);
        cluster.Datanodes.SelectMany(static node => node.Transfers).Should().ContainSingle();
        await output.CloseAsync();
        cluster.Datanodes[3].BytesOf(cluster.Namenode.Files["/f"]).Should().Equal(bytes);
    }

    [Test]
    public async Task Without_another_node_the_stream_ends_and_says_which_key_would_let_it_go_on()
    {
        await using var cluster = new FakeCluster(datanodes: 3);
        await using var output = await cluster.Files.CreateAsync("/f", ThreeReplicas);
        await output.WriteAsync(new byte[1000]);
        await output.FlushAsync();
        cluster.Datanode.PacketFault = static _ => FakePacketFault.Cut;
        await output.WriteAsync(new byte[1000]);

        var thrown = await output.Awaiting(static o => o.FlushAsync().AsTask()).Should().ThrowAsync<PipelineException>();

        thrown.Which.IsRetryable.Should().BeTrue();
        thrown.Which.Message.Should().Contain("'/f'").And.Contain(BestEffort).And.Contain("recover the lease");
        output.CurrentReplicas.Should().BeNull();
        await output.Awaiting(static o => o.WriteAsync(new byte[1]).AsTask()).Should().ThrowAsync<PipelineException>();
        (await cluster.Files.RecoverLeaseAsync("/f")).Should().BeTrue();
    }

    [Test]
    public async Task With_best_effort_the_block_goes_on_with_the_nodes_that_are_left()
    {
        await using var cluster = new FakeCluster(datanodes: 3, properties: (BestEffort, "true"));
        await using var output = await cluster.Files.CreateAsync("/f", ThreeReplicas);
        await output.WriteAsync(new byte[1000]);
        await output.FlushAsync();
        cluster.Datanode.PacketFault = static _ => FakePacketFault.Cut;

        await output.WriteAsync(new byte[1000]);
        await output.CloseAsync();

        cluster.Datanodes[2].BytesOf(cluster.Namenode.Files["/f"]).Should().HaveCount(2000);
    }

    [Test]
    public async Task One_node_after_the_other_may_fail_until_the_last_answers_with_an_error()
    {
        await using var cluster = new FakeCluster(datanodes: 3, properties: (Condition, "NEVER"));
        await using var output = await cluster.Files.CreateAsync("/f", ThreeReplicas);
        await output.WriteAsync(new byte[1000]);
        await output.FlushAsync();
        foreach (var node in cluster.Datanodes)
            node.PacketFault = static _ => FakePacketFault.ChecksumErrorAtFirstNode;

        await output.WriteAsync(new byte[1000]);
        var thrown = await output.Awaiting(static o => o.FlushAsync().AsTask()).Should().ThrowAsync<PipelineException>();

        thrown.Which.Message.Should().Contain($"127.0.0.1:{cluster.Datanodes[2].Port}").And.Contain("ErrorChecksum");
        cluster.Namenode.Pipelines.Select(static nodes => nodes.Length).Should().Equal(2, 1);
    }

    [Test]
    public async Task The_only_node_gets_another_connection_when_one_is_lost()
    {
        await using var cluster = new FakeCluster();
        var cut = false;
        cluster.Datanode.PacketFault = _ => cut || !(cut = true) ? FakePacketFault.None : FakePacketFault.CutUnacknowledged;
        var bytes = Bytes(100_000);

        await using var output = await cluster.Files.CreateAsync("/f");
        await output.WriteAsync(bytes);
        await output.CloseAsync();

        cluster.Stored("/f").Should().Equal(bytes);
    }

    [Test]
    public async Task A_node_that_refuses_the_rebuilt_pipeline_is_left_out_too()
    {
        await using var cluster = new FakeCluster(datanodes: 3, properties: (Condition, "NEVER"));
        await using var output = await cluster.Files.CreateAsync("/f", ThreeReplicas);
        cluster.Datanode.PacketFault = static _ => FakePacketFault.Cut;
        cluster.Datanodes[1].Refuse = operation => operation.Targets.Count > 0 ? (TransferStatus.Error, $"127.0.0.1:{cluster.Datanodes[2].Port}") : null;

        await output.WriteAsync(new byte[1000]);
        await output.CloseAsync();

        cluster.Namenode.Pipelines.Should().ContainSingle().Which.Should().Equal(cluster.Datanodes[1].Info.Id.DatanodeUuid);
    }

    [Test]
    public async Task An_expired_token_is_no_fault_of_the_node()
    {
        await using var cluster = new FakeCluster(datanodes: 3, properties: (Condition, "NEVER"));
        await using var output = await cluster.Files.CreateAsync("/f", ThreeReplicas);
        cluster.Datanode.PacketFault = static _ => FakePacketFault.Cut;
        cluster.Datanodes[1].Refuse = _ => cluster.Datanodes[1].Writes.Count == 1 ? (TransferStatus.ErrorAccessToken, "") : null;

        await output.WriteAsync(new byte[1000]);
        await output.FlushAsync();

        output.CurrentReplicas.Should().Be(2);
        await output.CloseAsync();
    }

    [Test]
    public async Task Silence_is_a_failure_once_its_deadline_has_passed()
    {
        var time = new FakeTimeProvider();
        await using var cluster = new FakeCluster(2, time);
        cluster.Datanode.PacketFault = static _ => FakePacketFault.Silence;
        await using var output = await cluster.Files.CreateAsync("/f", new CreateOptions { Replication = 2 });
        await output.WriteAsync(new byte[1000]);

        var flush = output.FlushAsync().AsTask();
        await Eventually.IsTrue(() => !cluster.Datanode.Packets.IsEmpty, "the packet has arrived");
        time.Advance(TimeSpan.FromSeconds(60));
        flush.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(20));
        await flush.WaitAsync(TimeSpan.FromSeconds(30));

        cluster.Datanodes[1].BytesOf(cluster.Namenode.Files["/f"]).Should().HaveCount(1000);
        await output.CloseAsync();
    }

    [Test]
    public async Task A_recovery_that_was_cancelled_goes_on_with_the_next_call()
    {
        await using var cluster = new FakeCluster(datanodes: 3, properties: (Condition, "NEVER"));
        await using var output = await cluster.Files.CreateAsync("/f", ThreeReplicas);
        cluster.Datanode.PacketFault = static _ => FakePacketFault.Cut;
        cluster.Namenode.Fault = call => call.Method == "updatePipeline" && cluster.Namenode.CountOf("updatePipeline") == 1 ? FakeFault.Silence : null;
        using var cancel = new CancellationTokenSource();
        await output.WriteAsync(new byte[1000]);

        var flush = output.FlushAsync(cancel.Token).AsTask();
        await Eventually.IsTrue(() => cluster.Namenode.CountOf("updatePipeline") == 1, "the recovery has come to the namenode");
        await cancel.CancelAsync();
        await flush.Awaiting(static f => f).Should().ThrowAsync<OperationCanceledException>();
        await output.FlushAsync();
        await output.CloseAsync();

        cluster.Datanodes[1].BytesOf(cluster.Namenode.Files["/f"]).Should().HaveCount(1000);
    }

    [Test]
    public async Task A_pipeline_that_never_gets_anywhere_is_given_up()
    {
        await using var cluster = new FakeCluster(properties: ("dfs.client.pipeline.recovery.max-retries", "2"));
        cluster.Datanode.PacketFault = static _ => FakePacketFault.Cut;
        await using var output = await cluster.Files.CreateAsync("/f");
        await output.WriteAsync(new byte[1000]);

        await output.Awaiting(static o => o.FlushAsync().AsTask()).Should().ThrowAsync<PipelineException>();

        cluster.Datanode.Writes.Should().HaveCount(3);
    }

    [Test]
    public async Task An_append_whose_first_node_is_gone_goes_on_with_the_others()
    {
        await using var cluster = new FakeCluster(datanodes: 3, properties: (Condition, "NEVER"));
        var bytes = Bytes(2000);
        await using (var output = await cluster.Files.CreateAsync("/f", ThreeReplicas))
        {
            await output.WriteAsync(bytes.AsMemory(0, 1000));
            await output.CloseAsync();
        }
        await cluster.Datanode.DisposeAsync();

        await using (var output = await cluster.Files.AppendAsync("/f"))
        {
            await output.WriteAsync(bytes.AsMemory(1000));
            await output.CloseAsync();
        }

        cluster.Datanodes[1].BytesOf(cluster.Namenode.Files["/f"]).Should().Equal(bytes);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
