using FlumeSharp.Sinks.Hdfs.Fakes;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>When files are closed and how the next ones are called.</summary>
internal sealed class RollTests
{
    [Test]
    public async Task A_file_is_closed_once_the_roll_interval_has_passed_since_it_was_opened()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.rollInterval", "30"));
        sink.Put("a", "1");
        await sink.DrainAsync();
        sink.Clock.Advance(TimeSpan.FromSeconds(29));
        sink.Put("a", "2");
        await sink.DrainAsync();
        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1.tmp");

        sink.Clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.IsTrue(() => sink.Paths.SequenceEqual(["/flume/a/FlumeData.N+1"]), "the file has its name");
        sink.Files.Read(sink.Files.Paths[0]).Should().Be("1\n2\n");
        sink.Put("a", "3");
        await sink.DrainAsync();
        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1", "/flume/a/FlumeData.later.tmp");
    }

    [Test]
    public async Task A_file_that_nothing_was_written_to_for_the_idle_timeout_is_closed()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.idleTimeout", "10"));
        sink.Put("a", "1");
        await sink.DrainAsync();
        sink.Clock.Advance(TimeSpan.FromSeconds(9));
        sink.Put("a", "2");
        await sink.DrainAsync();
        sink.Clock.Advance(TimeSpan.FromSeconds(9));
        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1.tmp");

        sink.Clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.IsTrue(() => sink.Paths.SequenceEqual(["/flume/a/FlumeData.N+1"]), "the file has its name");
        sink.LogLines.Should().Contain(static line => line.StartsWith("Closing idle bucketWriter faulty://cluster/flume/a/FlumeData.", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_file_whose_transaction_failed_elsewhere_is_closed_when_idle_all_the_same()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.idleTimeout", "10"));
        sink.Files.Fail("write", path: "/b/");
        sink.Put("a", "1");
        sink.Put("b", "2");
        await sink.ProcessAsync();
        sink.Channel.Rollbacks.Should().Be(1);

        sink.Clock.Advance(TimeSpan.FromSeconds(10));

        await Eventually.IsTrue(() => sink.Paths.Contains("/flume/a/FlumeData.N+1"), "the file has its name");
    }

    [Test]
    public async Task Full_files_are_followed_by_the_next_number()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.rollCount", "2"));
        sink.Put("a", "1", "2", "3", "4", "5");
        await sink.DrainAsync();

        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1", "/flume/a/FlumeData.N+2", "/flume/a/FlumeData.N+3.tmp");
        sink.Files.Paths.Select(sink.Files.Read).Should().Equal("1\n2\n", "3\n4\n", "5\n");
    }

    [Test]
    public async Task The_roll_size_counts_bodies_and_is_overshot_by_one_event_at_most()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.rollSize", "10"));
        sink.Put("a", "123456", "123456", "1234567890", "1");
        await sink.DrainAsync();

        sink.Files.Paths.Select(sink.Files.Read).Should().Equal("123456\n123456\n", "1234567890\n", "1\n");
    }

    [Test]
    public async Task Beyond_maxOpenFiles_the_file_not_used_for_the_longest_time_is_closed()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.maxOpenFiles", "2"));
        foreach (var bucket in (string[])["a", "b", "a", "c"])
        {
            sink.Put(bucket, "x");
            await sink.DrainAsync();
        }

        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1.tmp", "/flume/b/FlumeData.N+1", "/flume/c/FlumeData.N+1.tmp");
        sink.Counter("ConnectionClosedCount").Should().Be(1);
    }

    [Test]
    public async Task More_buckets_in_one_transaction_than_may_be_open_are_written_all_the_same()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.maxOpenFiles", "2"));
        foreach (var bucket in (string[])["a", "b", "c", "d", "e", "a"])
        {
            sink.Put(bucket, bucket);
        }

        await sink.ProcessAsync();

        sink.Counter("EventDrainSuccessCount").Should().Be(6);
        sink.Files.Paths.Count(sink.Files.IsOpen).Should().Be(2);
        string.Concat(sink.Files.Paths.Select(sink.Files.Read)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().BeEquivalentTo("a", "a", "b", "c", "d", "e");
    }

    [Test]
    public async Task Files_in_use_have_a_prefix_and_a_suffix_of_their_own()
    {
        await using var sink = await FaultySink.StartAsync(
            ("hdfs.filePrefix", "log-%{k}"), ("hdfs.fileSuffix", ".txt"), ("hdfs.inUsePrefix", "_"), ("hdfs.inUseSuffix", ".open"));
        sink.Put("a", "1");
        await sink.DrainAsync();
        sink.Paths.Should().Equal("/flume/a/_log-a.N+1.txt.open");

        await sink.StopAsync();

        sink.Paths.Should().Equal("/flume/a/log-a.N+1.txt");
    }

    [Test]
    public async Task Durations_longer_than_any_timer_mean_never()
    {
        await using var sink = await FaultySink.StartAsync(
            ("hdfs.rollInterval", "9223372036854775"), ("hdfs.idleTimeout", "2147483647"), ("hdfs.callTimeout", "9223372036854775807"), ("hdfs.retryInterval", "9223372036854775"));
        sink.Put("a", "1");

        await sink.DrainAsync();

        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1.tmp");
        sink.Counter("EventWriteFail").Should().Be(0);
    }
}
