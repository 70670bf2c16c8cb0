using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Hdfs;
using FlumeSharp.Sinks.Hdfs.Fakes;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>What becomes of events when calls to the file system fail or hang: they go back to the channel, and nothing else waits.</summary>
internal sealed class FailureTests
{
    [Test]
    public async Task A_transaction_is_committed_only_when_its_files_are_flushed()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Files.Fail("flush");
        sink.Put("a", "1");

        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Failed);

        sink.Channel.Commits.Should().Be(0);
        sink.Channel.EventCount.Should().Be(1);
        sink.Counter("EventWriteFail").Should().Be(1);
        sink.Counter("EventDrainSuccessCount").Should().Be(0);
    }

    [Test]
    public async Task A_file_that_cannot_be_created_leaves_nothing_behind()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Files.Fail("create");
        sink.Put("a", "1");

        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Failed);

        sink.Paths.Should().BeEmpty();
        sink.Counter("ConnectionFailedCount").Should().Be(2, "the call failed, and so did the opening: Flume counts both");
        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Ready);
        sink.Paths.Should().Equal("/flume/a/FlumeData.N+2.tmp");
        sink.Counter("ConnectionCreatedCount").Should().Be(1);
    }

    [Test]
    public async Task A_file_that_is_created_after_the_timeout_goes_away_again()
    {
        await using var sink = await FaultySink.StartAsync();
        var gate = sink.Files.Hang("create", ignoresCancellation: true);
        sink.Put("a", "1");
        (await sink.AdvanceUntilDone(sink.ProcessAsync())).Should().Be(ProcessStatus.Failed);

        gate.SetResult();

        await Eventually.IsTrue(() => sink.Files.Calls.Contains(sink.Files.Calls[0].Replace("create", "delete", StringComparison.Ordinal)), "it is deleted");
        sink.Paths.Should().BeEmpty();
    }

    [TestCase("write")]
    [TestCase("flush")]
    public async Task A_broken_file_is_recovered_and_renamed_while_its_events_go_into_another(string verb)
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Put("a", "1");
        await sink.DrainAsync();
        sink.Files.RecoveryTakes = 2;
        sink.Files.Fail(verb);
        sink.Clock.Advance(TimeSpan.FromSeconds(1));
        sink.Put("a", "2");

        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Failed);
        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Ready);

        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1.tmp", "/flume/a/FlumeData.later.tmp");
        await sink.AdvanceUntil(() => sink.Paths.Contains("/flume/a/FlumeData.N+1"), "the broken file has its name");
        sink.Files.Paths.Select(sink.Files.Read).Should().Equal("1\n", "2\n");
        sink.Files.Calls.Count(static call => call.StartsWith("recover", StringComparison.Ordinal)).Should().Be(1, "asking again starts another recovery");
        sink.Files.Calls.Count(static call => call.StartsWith("isclosed", StringComparison.Ordinal)).Should().Be(2);
    }

    [Test]
    public async Task A_slow_file_holds_up_the_others_no_longer_than_callTimeout()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.callTimeout", "5000"));
        sink.Files.Hang("flush", "/slow/");
        sink.Put("slow", "1");
        sink.Put("fast", "2");
        var before = sink.Clock.GetUtcNow();
        var transaction = sink.ProcessAsync();

        await Eventually.IsTrue(() => sink.Files.Paths.Any(path => path.Contains("fast", StringComparison.Ordinal) && sink.Files.Read(path) == "2\n"), "the other file is flushed meanwhile");
        (await sink.AdvanceUntilDone(transaction)).Should().Be(ProcessStatus.Failed);

        (sink.Clock.GetUtcNow() - before).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5)).And.BeLessThan(TimeSpan.FromSeconds(10));
        sink.Channel.EventCount.Should().Be(2);
        sink.LogLines.Should().Contain(static line => line.Contains("Callable timed out after 5000 ms on file: faulty://cluster/flume/slow/", StringComparison.Ordinal));
        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Ready);
    }

    [Test]
    public async Task A_call_that_never_ends_leaves_the_sink_free_to_write_elsewhere()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.callTimeout", "5000"));
        var gate = sink.Files.Hang("write", ignoresCancellation: true);
        sink.Put("a", "1");
        (await sink.AdvanceUntilDone(sink.ProcessAsync())).Should().Be(ProcessStatus.Failed);

        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Ready);

        sink.Files.Paths.Select(sink.Files.Read).Should().Equal("", "1\n");
        gate.SetResult();
    }

    [Test]
    public async Task A_full_file_that_cannot_be_closed_takes_its_unflushed_events_back()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.rollCount", "2"));
        sink.Files.Fail("close");
        sink.Put("a", "1", "2", "3");

        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Failed);

        sink.Channel.EventCount.Should().Be(3);
        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Ready);
        await sink.AdvanceUntil(() => sink.Paths.Contains("/flume/a/FlumeData.N+1"), "the close was tried again");
        sink.Files.Paths.Select(sink.Files.Read).Should().Equal("1\n2\n", "1\n2\n", "3\n");
    }

    [Test]
    public async Task A_full_file_that_is_flushed_and_cannot_be_closed_holds_up_nobody()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.rollCount", "2"));
        sink.Put("a", "1", "2");
        await sink.DrainAsync();
        sink.Files.Fail("close");
        sink.Put("a", "3");

        (await sink.ProcessAsync()).Should().Be(ProcessStatus.Ready);

        sink.Channel.Rollbacks.Should().Be(0);
        await sink.AdvanceUntil(() => sink.Paths.Contains("/flume/a/FlumeData.N+1"), "the close was tried again");
        sink.Counter("ConnectionClosedCount").Should().Be(1);
    }

    [Test]
    public async Task A_file_that_cannot_be_closed_by_the_clock_between_write_and_flush_fails_the_transaction()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.rollInterval", "5"));
        sink.Files.Fail("close", path: "/a/");
        var gate = sink.Files.Hang("write", "/b/");
        sink.Put("a", "1");
        sink.Put("b", "2");
        var transaction = sink.ProcessAsync();
        await Eventually.IsTrue(() => sink.Files.Calls.Any(static call => call.StartsWith("write /flume/b", StringComparison.Ordinal)), "the second file is written");

        sink.Clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.IsTrue(() => sink.Files.Calls.Any(static call => call.StartsWith("close /flume/a", StringComparison.Ordinal)), "the first file is closed");
        gate.SetResult();

        (await transaction).Should().Be(ProcessStatus.Failed);
        sink.Channel.EventCount.Should().Be(2);
    }

    [Test]
    public async Task A_commit_that_fails_is_the_channels_failure()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Channel.CommitFailure = new ChannelException("no");
        sink.Put("a", "1");

        await sink.Awaiting(static s => s.ProcessAsync()).Should().ThrowAsync<EventDeliveryException>();

        sink.Counter("ChannelReadFail").Should().Be(1);
        sink.Counter("EventWriteFail").Should().Be(0);
        sink.Channel.EventCount.Should().Be(1);
    }

    [Test]
    public async Task A_failure_that_goes_on_is_reported_once_a_minute()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Files.Fail("create", times: 100);
        sink.Put("a", "1");
        for (var i = 0; i < 12; i++)
        {
            await sink.ProcessAsync();
            sink.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        Reports(sink).Should().ContainSingle();
        await sink.ProcessAsync();
        Reports(sink).Should().HaveCount(2);
        Reports(sink)[1].Should().Contain("11 such failures since the last report");
    }

    [Test]
    public async Task A_name_that_somebody_else_took_meanwhile_is_passed_over()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Put("a", "1");
        await sink.DrainAsync();
        sink.Files.Occupy("/flume/a/FlumeData.1700000000001");

        await sink.StopAsync();

        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1", "/flume/a/FlumeData.N+2");
        sink.Files.Read("/flume/a/FlumeData.1700000000002").Should().Be("1\n");
    }

    [Test]
    public async Task A_file_of_the_same_name_is_never_overwritten()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Files.Occupy("/flume/a/FlumeData.1700000000001.tmp");
        sink.Put("a", "1");

        await sink.DrainAsync();

        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1.tmp", "/flume/a/FlumeData.N+2.tmp");
        sink.Counter("EventWriteFail").Should().Be(0);
    }

    [Test]
    public async Task An_unnameable_path_is_told_with_its_cure()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Files.Fail("create", with: new FileSystemException("Invalid path name") { RemoteClassName = "org.apache.hadoop.fs.InvalidPathException" });
        sink.Put("a:b", "1");

        await sink.ProcessAsync();

        sink.LogLines.Should().ContainSingle(static line => line.Contains("can never deliver an event", StringComparison.Ordinal)).Which.Should().Contain("':'").And.Contain("k1.hdfs.path");
    }

    private static List<string> Reports(FaultySink sink) => [.. sink.LogLines.Where(static line => line.StartsWith("HDFS IO error", StringComparison.Ordinal))];
}
