using FlumeSharp.Hdfs.Tests.Fakes;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Hdfs.Tests.HdfsFileSystem;

/// <summary>What happens when calls to the namenode go wrong.</summary>
internal sealed class RpcFaultTests
{
    private static readonly string[] WriteCalls = ["getServerDefaults", "create", "addBlock", "fsync", "complete", "rename2"];

    [Test]
    public async Task A_cut_connection_changes_nothing_for_the_caller(
        [ValueSource(nameof(WriteCalls))] string method, [Values] bool executed)
    {
        await using var cluster = new FakeCluster();
        cluster.Namenode.Fault = call => call.Method == method && call.RetryCount == 0 ? executed ? FakeFault.CutAfter : FakeFault.CutBefore : null;
        var bytes = new byte[3 << 20];
        new Random(1).NextBytes(bytes);

        await using (var output = await cluster.Files.CreateAsync("/f.tmp"))
        {
            await output.WriteAsync(bytes);
            await output.FlushAsync();
            await output.CloseAsync();
        }
        (await cluster.Files.RenameAsync("/f.tmp", "/f")).Should().BeTrue();

        cluster.Stored("/f").Should().Equal(bytes);
        cluster.Namenode.Files["/f"].Blocks.Should().HaveCount(3);
        cluster.Namenode.Calls.GroupBy(static call => call.CallId).Should().OnlyContain(static tries => tries.Select(static call => call.Method).Distinct().Count() == 1);
        cluster.Namenode.Calls.Should().Contain(call => call.Method == method && call.RetryCount == 1);
        cluster.Namenode.Calls.Select(static call => call.ClientId).Distinct().Should().HaveCount(1);
    }

    [Test]
    public async Task A_namenode_that_is_not_there_is_reported_once_patience_ends()
    {
        var cluster = new FakeCluster(properties: ("ipc.client.connect.max.retries", "1"));
        await cluster.Namenode.DisposeAsync();

        var thrown = await cluster.Files.Awaiting(static files => files.GetStatusAsync("/a").AsTask()).Should().ThrowAsync<ServerUnavailableException>();

        thrown.Which.IsRetryable.Should().BeTrue();
        thrown.Which.Message.Should().Contain($"127.0.0.1:{cluster.Namenode.Port}");
        await cluster.DisposeAsync();
    }

    [Test]
    public async Task A_call_that_is_not_answered_times_out_and_is_sent_again()
    {
        await using var cluster = new FakeCluster(properties: ("ipc.client.rpc-timeout.ms", "200"));
        cluster.Namenode.Fault = static call => call.RetryCount == 0 ? FakeFault.Silence : null;

        (await cluster.Files.GetStatusAsync("/a")).Should().BeNull();

        cluster.Namenode.Connections.Should().Be(2);
    }

    [Test]
    public async Task A_silent_server_is_pinged()
    {
        var time = new FakeTimeProvider();
        await using var cluster = new FakeCluster(time: time);
        var answer = new TaskCompletionSource();
        cluster.Namenode.Fault = call => call.Method == "getFileInfo" ? FakeFault.Silence : null;
        using var cancel = new CancellationTokenSource();

        var call = cluster.Files.GetStatusAsync("/a", cancel.Token).AsTask();
        await Eventually.IsTrue(() => cluster.Namenode.CountOf("getFileInfo") == 1, "the call has arrived");
        time.Advance(TimeSpan.FromSeconds(61));

        await Eventually.IsTrue(() => cluster.Namenode.CountOf("ping") > 0, "the call has arrived");
        await cancel.CancelAsync();
        await call.Awaiting(static c => c).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task Cancelling_one_call_leaves_the_connection_to_the_others()
    {
        await using var cluster = new FakeCluster();
        cluster.Namenode.Fault = static call => call.Method == "isFileClosed" ? FakeFault.Silence : null;
        using var cancel = new CancellationTokenSource();

        var stuck = cluster.Files.IsFileClosedAsync("/a", cancel.Token).AsTask();
        await Eventually.IsTrue(() => cluster.Namenode.CountOf("isFileClosed") == 1, "the call has arrived");
        await cancel.CancelAsync();

        await stuck.Awaiting(static call => call).Should().ThrowAsync<OperationCanceledException>();
        (await cluster.Files.GetStatusAsync("/a")).Should().BeNull();
        cluster.Namenode.Connections.Should().Be(1);
    }

    [Test]
    public async Task A_standby_and_safe_mode_are_told_to_the_caller_of_a_plain_call()
    {
        await using var cluster = new FakeCluster();

        cluster.Namenode.Fault = static _ => FakeFault.Error("org.apache.hadoop.ipc.StandbyException");
        await cluster.Files.Awaiting(static files => files.CreateAsync("/a").AsTask()).Should().ThrowAsync<StandbyException>();
        cluster.Namenode.Fault = static _ => FakeFault.Error("org.apache.hadoop.hdfs.server.namenode.SafeModeException");
        await cluster.Files.Awaiting(static files => files.CreateAsync("/a").AsTask()).Should().ThrowAsync<SafeModeException>();
    }

    [Test]
    public async Task An_open_stream_outlives_safe_mode_and_unreplicated_blocks()
    {
        await using var cluster = new FakeCluster(properties: ("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "1"));
        var refusals = 0;
        cluster.Namenode.Fault = call => call.Method == "addBlock" && refusals++ < 3
            ? FakeFault.Error("org.apache.hadoop.hdfs.server.namenode." + (refusals == 1 ? "SafeModeException" : "NotReplicatedYetException"))
            : null;

        await using var output = await cluster.Files.CreateAsync("/a");
        await output.WriteAsync(new byte[100]);
        await output.CloseAsync();

        cluster.Stored("/a").Should().HaveCount(100);
        cluster.Namenode.CountOf("addBlock").Should().Be(4);
    }

    [Test]
    public async Task Close_asks_until_the_last_block_has_its_replicas()
    {
        await using var cluster = new FakeCluster(properties: ("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "400"));
        cluster.Namenode.IncompleteAnswers = 3;

        await using var output = await cluster.Files.CreateAsync("/a");
        await output.WriteAsync(new byte[100]);
        await output.CloseAsync();

        cluster.Namenode.CountOf("complete").Should().Be(4);
    }

    [Test]
    public async Task A_web_port_is_recognised()
    {
        await using var web = new FakeWebServer();
        await using var files = new Hdfs.HdfsFileSystem(new Uri($"hdfs://127.0.0.1:{web.Port}"), new FileSystemSettings());

        (await files.Awaiting(static f => f.GetStatusAsync("/a").AsTask()).Should().ThrowAsync<FileSystemException>())
            .Which.Message.Should().Contain("web server");
    }
}
