using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Routing;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Sources.Taildir;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TaildirSourceTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private TaildirFixture _tail = null!;

    [SetUp]
    public void MakeFixture() => _tail = new TaildirFixture(_time);

    public ValueTask DisposeAsync() => _tail.DisposeAsync();

    [Test]
    public async Task Lines_of_all_files_come_in_the_order_of_their_last_change()
    {
        _tail.Write("b.log", "b1\nb2\n");
        _tail.Write("a.log", "a1\n");
        File.SetLastWriteTimeUtc(_tail.Path("logs", "b.log"), DateTime.UnixEpoch.AddYears(50));
        await _tail.StartAsync();

        (await _tail.PollAsync()).Should().Be(ProcessStatus.Empty);

        _tail.Bodies.Should().Equal("b1", "b2", "a1");
    }

    [Test]
    public async Task What_is_appended_follows_and_a_line_waits_for_its_end()
    {
        _tail.Write("a.log", "one\ntw");
        await _tail.StartAsync();
        await _tail.PollAsync();

        _tail.Append("a.log", "o\nthree");
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("one", "two");
    }

    [Test]
    public async Task Batches_are_as_large_as_configured_and_a_file_may_give_several()
    {
        _tail.Set("batchSize", "3");
        _tail.Write("a.log", string.Concat(Enumerable.Range(0, 7).Select(static i => $"{i}\n")));
        await _tail.StartAsync();

        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("0", "1", "2", "3", "4", "5", "6");
        _tail.Channel.Commits.Should().Be(3);
    }

    [Test]
    public async Task A_refused_batch_is_kept_and_sent_again_even_when_the_file_is_cut_meanwhile()
    {
        _tail.Write("a.log", "1\n2\n");
        await _tail.StartAsync(new Tagging());
        _tail.Channel.CommitFailure = new ChannelFullException("full");
        (await _tail.PollAsync()).Should().Be(ProcessStatus.Backoff);
        (await _tail.PollAsync()).Should().Be(ProcessStatus.Backoff);

        _tail.Write("a.log", "");
        _tail.Channel.CommitFailure = null;
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2");
        _tail.Channel.Snapshot().Should().OnlyContain(static item => item.Headers.ToString() == "{tag=1}", "each attempt has events of its own");
        _tail.Counters.ChannelWriteFail.Count.Should().Be(2);
        _tail.Counters.EventReceived.Count.Should().Be(6);
        _tail.Counters.EventAccepted.Count.Should().Be(2);
    }

    [Test]
    public async Task Nothing_that_a_channel_refused_is_saved_as_read()
    {
        _tail.Write("a.log", "1\n2\n");
        await _tail.StartAsync();
        _tail.Channel.CommitFailure = new ChannelFullException("full");
        await _tail.PollAsync();

        _tail.Channel.CommitFailure = null;
        await _tail.RestartAsync();
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2");
    }

    [Test]
    public async Task A_failing_interceptor_is_counted_and_told_once_and_loses_nothing()
    {
        _tail.Write("a.log", "1\n");
        var failing = new Tagging { Failure = new InvalidOperationException("broken") };
        await _tail.StartAsync(failing);
        (await _tail.PollAsync()).Should().Be(ProcessStatus.Backoff);
        (await _tail.PollAsync()).Should().Be(ProcessStatus.Backoff);
        failing.Failure = null;

        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1");
        _tail.Counters.EventReadFail.Count.Should().Be(2);
        _tail.Host.Logs.GetSnapshot().Where(static line => line.Level == LogLevel.Error).Should().ContainSingle();
    }

    [Test]
    public async Task Lines_of_a_channel_that_never_answers_are_not_lost_by_a_stop()
    {
        _tail.Write("a.log", "1\n");
        var stuck = new Tagging { Failure = new OperationCanceledException() };
        await _tail.StartAsync(stuck);

        await FluentActions.Awaiting(() => _tail.Source.ProcessAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        await _tail.RestartAsync();
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1");
    }

    [Test]
    public async Task A_stop_and_a_start_lose_nothing_and_repeat_nothing()
    {
        _tail.Write("a.log", "1\n2\npart");
        await _tail.StartAsync();
        await _tail.PollAsync();

        await _tail.RestartAsync();
        _tail.Append("a.log", "ial\n3\n");
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2", "partial", "3");
    }

    [Test]
    public async Task Positions_are_saved_five_seconds_after_the_start_and_then_at_the_interval()
    {
        _tail.Write("a.log", "1\n");
        await _tail.StartAsync();
        await _tail.PollAsync();
        _tail.SavedPositions().Should().Contain("\"pos\":0,", "a new file is known at once");

        await Eventually.IsTrue(() => Advanced(TimeSpan.FromSeconds(1), () => _tail.SavedPositions().Contains("\"pos\":2,", StringComparison.Ordinal)), "the first save");
        _tail.Append("a.log", "2\n");
        await _tail.PollAsync();

        await Eventually.IsTrue(() => Advanced(TimeSpan.FromSeconds(1), () => _tail.SavedPositions().Contains("\"pos\":4,", StringComparison.Ordinal)), "the next save");
    }

    [Test]
    public async Task After_a_kill_lines_since_the_last_save_come_again_and_none_is_missing()
    {
        _tail.Write("a.log", "1\n");
        await _tail.StartAsync();
        await _tail.PollAsync();
        await _tail.RestartAsync();
        var saved = _tail.SavedPositions();
        _tail.Append("a.log", "2\n");
        await _tail.PollAsync();

        await _tail.RestartFromAsync(saved);
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2", "2");
    }

    [Test]
    public async Task SkipToEnd_passes_over_what_is_there_at_the_start_and_nothing_that_comes_later()
    {
        _tail.Set("skipToEnd", "true");
        _tail.Write("a.log", "old\n");
        await _tail.StartAsync();
        await _tail.PollAsync();

        _tail.Append("a.log", "new\n");
        _tail.Write("b.log", "b\n");
        await _tail.PollAsync();

        _tail.Bodies.Should().BeEquivalentTo("new", "b");
    }

    [Test]
    public async Task SkipToEnd_does_not_pass_over_what_came_before_a_kill()
    {
        _tail.Set("skipToEnd", "true");
        _tail.Write("a.log", "old\n");
        await _tail.StartAsync();
        var saved = _tail.SavedPositions();
        _tail.Append("a.log", "new\n");

        await _tail.RestartFromAsync(saved);
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("new");
    }

    [Test]
    public async Task A_quiet_file_is_closed_and_its_last_line_counts_without_an_end()
    {
        _tail.Write("a.log", "one\nrest");
        await _tail.StartAsync();
        await _tail.PollAsync();
        _tail.Counters.OpenFiles.Value.Should().Be(1);

        _time.Advance(TimeSpan.FromMinutes(2));
        await _tail.PollAsync();
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("one", "rest");
        _tail.Counters.OpenFiles.Value.Should().Be(0);
        _tail.Append("a.log", " and more\n");
        await _tail.PollAsync();
        _tail.Bodies.Should().Equal("one", "rest", " and more");
    }

    [Test]
    public async Task A_file_that_grows_again_just_before_it_would_be_closed_keeps_its_line()
    {
        _tail.Write("a.log", "rest");
        await _tail.StartAsync();
        await _tail.PollAsync();
        _time.Advance(TimeSpan.FromMinutes(2));

        _tail.Append("a.log", " of it");
        await _tail.PollAsync();
        _tail.Append("a.log", "\n");
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("rest of it");
    }

    [Test]
    public async Task A_busy_file_does_not_keep_the_others_from_their_turn()
    {
        _tail.Set("maxBatchCount", "1");
        _tail.Set("batchSize", "1");
        _tail.Write("a.log", "a1\na2\na3\n");
        _tail.Write("b.log", "b1\nb2\n");
        File.SetLastWriteTimeUtc(_tail.Path("logs", "a.log"), DateTime.UnixEpoch.AddYears(50));
        await _tail.StartAsync();

        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("a1", "b1", "a2", "b2", "a3");
    }

    [Test]
    public async Task Headers_name_group_file_and_offset()
    {
        await using var tail = new TaildirFixture(
            null, ("filegroups", "g1 g2"), ("filegroups.g2", @"${dir}/other/.*"), ("headers.g1.a.b", "x"), ("headers.g1.byteoffset", "own"),
            ("fileHeader", "true"), ("byteOffsetHeader", "true"));
        Directory.CreateDirectory(tail.Path("other"));
        tail.Write("a.log", "1\n2\n");
        await File.WriteAllTextAsync(tail.Path("other", ".hidden"), "12\n3\n");
        await tail.StartAsync();

        await tail.PollAsync();

        tail.Channel.Snapshot().Select(static item => item.Headers.ToString()).Should().Equal(
            $"{{a.b=x, byteoffset=own, file={tail.Path("logs", "a.log")}}}",
            $"{{a.b=x, byteoffset=own, file={tail.Path("logs", "a.log")}}}",
            $"{{file={tail.Path("other", ".hidden")}, byteoffset=0}}",
            $"{{file={tail.Path("other", ".hidden")}, byteoffset=3}}");
    }

    [Test]
    public async Task A_line_longer_than_allowed_is_cut_counted_and_told()
    {
        _tail.Set("maxLineLength", "10");
        _tail.Write("a.log", "0123456789\n0123456789abcdefghijXYZ\nok\n");
        await _tail.StartAsync();

        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("0123456789", "0123456789", "abcdefghij", "XYZ", "ok");
        _tail.Counters.LongLines.Count.Should().Be(2);
        _tail.Host.Logs.GetSnapshot().Should().Contain(static line => line.Message.Contains("maxLineLength", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_file_that_cannot_be_read_is_counted_and_told_once_and_stops_no_other()
    {
        // Has a size, can be opened, and refuses to be read.
        const string Unreadable = "/sys/class/net/lo/speed";
        if (!File.Exists(Unreadable))
        {
            Assert.Ignore($"There is no {Unreadable}.");
        }

        File.CreateSymbolicLink(_tail.Path("logs", "a.log"), Unreadable);
        _tail.Write("b.log", "b\n");
        await _tail.StartAsync();

        await _tail.PollAsync();
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("b");
        _tail.Counters.EventReadFail.Count.Should().BeGreaterThan(1);
        _tail.Host.Logs.GetSnapshot().Where(static line => line.Level == LogLevel.Error).Should().ContainSingle();
    }

    [Test]
    public async Task A_missing_directory_is_told_once_and_found_when_it_comes()
    {
        _tail.Set("filegroups.g1", _tail.Path("later") + "/.*");
        await _tail.StartAsync();
        await _tail.PollAsync();
        await _tail.PollAsync();
        Directory.CreateDirectory(_tail.Path("later"));
        await File.WriteAllTextAsync(_tail.Path("later", "x"), "1\n");

        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1");
        _tail.Host.Logs.GetSnapshot().Where(static line => line.Level == LogLevel.Warning).Should().ContainSingle();
    }

    [Test]
    public async Task A_directory_that_is_away_for_a_while_ends_none_of_its_files()
    {
        _tail.Write("a.log", "1\n");
        await _tail.StartAsync();
        await _tail.PollAsync();
        Directory.Move(_tail.Path("logs"), _tail.Path("away"));
        await _tail.PollAsync();
        await _tail.RestartAsync();
        await _tail.PollAsync();

        Directory.Move(_tail.Path("away"), _tail.Path("logs"));
        _tail.Append("a.log", "2\n");
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2");
    }

    [Test]
    public async Task Two_names_of_one_file_are_one_file()
    {
        _tail.Write("a.log", "1\n");
        File.CreateSymbolicLink(_tail.Path("logs", "current.log"), _tail.Path("logs", "a.log"));
        File.CreateSymbolicLink(_tail.Path("logs", "0.log"), _tail.Path("logs", "a.log"));
        await _tail.StartAsync();
        await _tail.PollAsync();
        _tail.Append("a.log", "2\n");

        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2");
    }

    [Test]
    public async Task Directories_and_pipes_are_passed_over()
    {
        Directory.CreateDirectory(_tail.Path("logs", "dir.log"));
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [_tail.Path("logs", "pipe.log")]))
        {
            await mkfifo.WaitForExitAsync();
        }

        _tail.Write("a.log", "1\n");
        await _tail.StartAsync();

        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1");
    }

    [Test]
    public async Task Writers_that_lock_their_file_are_not_held_up()
    {
        _tail.Write("a.log", "1\n");
        await _tail.StartAsync();
        await _tail.PollAsync();
        _tail.Counters.OpenFiles.Value.Should().Be(1);

        using var writer = new FileStream(_tail.Path("logs", "a.log"), FileMode.Append, FileAccess.Write, FileShare.None);
        writer.Write("2\n"u8);
        writer.Flush();
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2");
    }

    private bool Advanced(TimeSpan by, Func<bool> condition)
    {
        _time.Advance(by);
        return condition();
    }

    private sealed class Tagging : IInterceptor
    {
        public Exception? Failure { get; set; }

        public void Dispose()
        {
        }

        public void Intercept(EventBatch batch)
        {
            if (Failure is not null)
            {
                throw Failure;
            }

            foreach (var item in batch.Memory.ToArray())
            {
                item.Headers.Contains("tag").Should().BeFalse();
                item.Headers = item.Headers.Set("tag", "1");
            }
        }
    }
}
