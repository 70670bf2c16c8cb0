using FlumeSharp.Sinks.Hdfs.Fakes;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Closing and renaming that does not work at once: retries, their limits, and the end of the sink.</summary>
internal sealed class FinishTests
{
    [Test]
    public async Task A_rename_is_tried_again_until_it_works()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.rollInterval", "5"));
        sink.Files.Fail("rename", times: 5);
        sink.Put("a", "1");
        await sink.DrainAsync();
        sink.Clock.Advance(TimeSpan.FromSeconds(5));

        await sink.AdvanceUntil(() => sink.Paths.SequenceEqual(["/flume/a/FlumeData.N+1"]), "the file has its name");

        sink.Counter("ConnectionClosedCount").Should().Be(1, "it was closed once");
        sink.Counter("ConnectionFailedCount").Should().Be(5);
    }

    [TestCase("rename", "Unsuccessfully attempted to rename")]
    [TestCase("close", "Unsuccessfully attempted to close")]
    public async Task After_closeTries_a_file_is_given_up_at_Flumes_pace(string verb, string line)
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.rollInterval", "5"), ("hdfs.closeTries", "3"), ("hdfs.retryInterval", "60"));
        sink.Files.Fail(verb, times: 100);
        sink.Files.Fail("recover", times: 100);
        sink.Put("a", "1");
        await sink.DrainAsync();
        sink.Clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.IsTrue(() => Tries(sink, verb) == 1, "the first try");

        var took = await sink.AdvanceUntil(() => sink.LogLines.Any(l => l.StartsWith(line, StringComparison.Ordinal)), "it is given up");

        Tries(sink, verb).Should().Be(3);
        took.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(119)).And.BeLessThan(TimeSpan.FromSeconds(130));
    }

    [Test]
    public async Task Without_an_interval_there_is_one_try()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.rollInterval", "5"), ("hdfs.retryInterval", "0"));
        sink.Files.Fail("rename", times: 100);
        sink.Put("a", "1");
        await sink.DrainAsync();

        sink.Clock.Advance(TimeSpan.FromSeconds(5));

        await Eventually.IsTrue(() => sink.LogLines.Any(static l => l.StartsWith("Unsuccessfully attempted to rename", StringComparison.Ordinal)), "it is given up");
        Tries(sink, "rename").Should().Be(1);
        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1.tmp");
    }

    [Test]
    public async Task A_file_system_that_works_again_ends_the_pauses()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Files.Fail("flush");
        sink.Files.Fail("recover", times: 6);
        sink.Put("a", "1");
        await sink.ProcessAsync();
        await sink.AdvanceUntil(() => Tries(sink, "recover") == 6, "the pauses have become long");

        await sink.DrainAsync();

        await Eventually.IsTrue(() => sink.Paths.Contains("/flume/a/FlumeData.N+1"), "the broken file has its name, though the clock stands still");
    }

    [Test]
    public async Task A_recovery_that_comes_to_nothing_is_asked_for_again_soon_and_then_ever_later()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Files.RecoveryTakes = 1000;
        sink.Files.Fail("flush");
        sink.Put("a", "1");
        await sink.ProcessAsync();
        await Eventually.IsTrue(() => Tries(sink, "recover") == 1, "the first");

        (await sink.AdvanceUntil(() => Tries(sink, "recover") == 2, "the second")).Should().BeLessThan(TimeSpan.FromSeconds(20));
        foreach (var (tries, pause) in ((int, int)[])[(3, 10), (4, 20)])
        {
            (await sink.AdvanceUntil(() => Tries(sink, "recover") == tries, $"try {tries}"))
                .Should().BeGreaterThan(TimeSpan.FromSeconds(pause - 1)).And.BeLessThan(TimeSpan.FromSeconds(pause + 65));
        }

        sink.Files.RecoveryTakes = 0;
        await sink.AdvanceUntil(() => sink.Paths.Contains("/flume/a/FlumeData.N+1"), "the file has its name");
    }

    [Test]
    public async Task A_stop_closes_and_renames_every_file()
    {
        await using var sink = await FaultySink.StartAsync();
        foreach (var bucket in (string[])["a", "b", "c"])
        {
            sink.Put(bucket, bucket);
        }

        await sink.DrainAsync();
        await sink.StopAsync();

        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1", "/flume/b/FlumeData.N+1", "/flume/c/FlumeData.N+1");
        sink.Files.Paths.Should().NotContain(path => sink.Files.IsOpen(path));
        sink.Counter("ConnectionClosedCount").Should().Be(3);
    }

    [Test]
    public async Task A_stop_gives_files_that_wait_for_another_try_a_last_chance()
    {
        await using var sink = await FaultySink.StartAsync(("hdfs.rollInterval", "5"), ("hdfs.closeTries", "5"), ("hdfs.retryInterval", "3600"));
        sink.Files.Fail("rename");
        sink.Put("a", "1");
        await sink.DrainAsync();
        sink.Clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.IsTrue(() => sink.LogLines.Any(static l => l.StartsWith("failed to rename() file", StringComparison.Ordinal)), "the rename failed");

        await sink.StopAsync();

        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1");
    }

    [Test]
    public async Task A_stop_waits_for_a_recovery_under_way()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Put("a", "1");
        await sink.DrainAsync();
        sink.Files.RecoveryTakes = 3;
        sink.Files.Fail("flush");
        sink.Put("a", "2");
        await sink.ProcessAsync();
        await sink.DrainAsync();

        await sink.AdvanceUntilDone(Stopped(sink));

        sink.Files.Paths.Should().OnlyContain(static path => !path.EndsWith(".tmp", StringComparison.Ordinal));
        sink.Files.Paths.Select(sink.Files.Read).Should().Equal("1\n", "2\n");
    }

    [Test]
    public async Task A_stop_that_is_cut_short_leaves_files_under_their_in_use_names_and_says_so()
    {
        await using var sink = await FaultySink.StartAsync();
        sink.Put("a", "1");
        await sink.DrainAsync();
        sink.Files.Fail("close", times: 1000);
        sink.Files.Fail("recover", times: 1000);
        using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(10), sink.Clock);

        await sink.AdvanceUntilDone(Stopped(sink, hurry.Token));

        sink.Paths.Should().Equal("/flume/a/FlumeData.N+1.tmp");
        sink.Files.Read(sink.Files.Paths[0]).Should().Be("1\n");
        await Eventually.IsTrue(() => sink.LogLines.Any(static l => l.Contains("FlumeData.1700000000001.tmp could not be finished", StringComparison.Ordinal)), "the file is named");
    }

    private static async Task<bool> Stopped(FaultySink sink, CancellationToken hurry = default)
    {
        await sink.StopAsync(hurry);
        return true;
    }

    private static int Tries(FaultySink sink, string verb) => sink.Files.Calls.Count(call => call.StartsWith(verb + " ", StringComparison.Ordinal));
}
