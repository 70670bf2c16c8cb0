using FlumeSharp.Channels;
using FlumeSharp.Routing;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.SpoolDirectory;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SpoolDirectorySourceTests : IDisposable
{
    private static readonly DateTime Then = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly SpoolHost _spool = new();

    public void Dispose() => _spool.Dispose();

    [Test]
    public async Task Files_that_come_while_it_runs_are_read_and_renamed()
    {
        await using var source = await _spool.StartAsync();
        _spool.Write("a", "1\n2\n");
        await _spool.CompletedAsync(1);
        _spool.Write("b", "3\n");
        await _spool.CompletedAsync(2);

        _spool.Bodies.Should().Equal("1", "2", "3");
        _spool.Has("a.COMPLETED").Should().BeTrue();
        _spool.Has("b.COMPLETED").Should().BeTrue();
        Directory.EnumerateFileSystemEntries(Path.Combine(_spool.Spool, ".flumespool")).Should().BeEmpty();
    }

    [Test]
    public async Task A_link_to_a_file_is_read_as_the_file()
    {
        await File.WriteAllTextAsync(_spool.Folder.File("elsewhere"), "1\n2\n");
        Directory.CreateDirectory(_spool.Spool);
        File.CreateSymbolicLink(Path.Combine(_spool.Spool, "link"), _spool.Folder.File("elsewhere"));

        await using var source = await _spool.StartAsync();
        await _spool.CompletedAsync(1);

        _spool.Bodies.Should().Equal("1", "2");
        File.Exists(_spool.Folder.File("elsewhere")).Should().BeTrue();
    }

    [TestCase("oldest", "b c a")]
    [TestCase("youngest", "a b c")]
    public async Task Files_are_read_in_the_order_asked_for(string order, string expected)
    {
        _spool.Write("c", "c\n", Then);
        _spool.Write("b", "b\n", Then);
        _spool.Write("a", "a\n", Then.AddMinutes(1));

        await using var source = await _spool.StartAsync(("consumeOrder", order));
        await _spool.CompletedAsync(3);

        _spool.Bodies.Should().Equal(expected.Split(' '));
    }

    [Test]
    public async Task In_random_order_all_files_come()
    {
        for (var i = 0; i < 20; i++)
        {
            _spool.Write($"f{i}", $"{i}\n");
        }

        await using var source = await _spool.StartAsync(("consumeOrder", "RANDOM"));
        await _spool.CompletedAsync(20);

        _spool.Bodies.Should().BeEquivalentTo(Enumerable.Range(0, 20).Select(static i => $"{i}"));
    }

    [Test]
    public async Task Directories_below_are_searched_when_they_are_to_and_not_ignored_or_hidden()
    {
        _spool.Write("x/a", "a\n", Then);
        _spool.Write("x/y/b", "b\n", Then.AddMinutes(1));
        _spool.Write("skip/c", "c\n");
        _spool.Write(".hidden/d", "d\n");
        Directory.CreateSymbolicLink(Path.Combine(_spool.Spool, "x", "loop"), _spool.Spool);

        await using var source = await _spool.StartAsync(("recursiveDirectorySearch", "true"), ("ignorePattern", "skip"), ("trackingPolicy", "tracker_dir"));
        await _spool.CompletedAsync(2);
        await source.StopAsync(CancellationToken.None);

        _spool.Bodies.Should().Equal("a", "b");
        _spool.Has(".flumespool/x/y/b.COMPLETED").Should().BeTrue();
        _spool.Has("x/y/b").Should().BeTrue();
    }

    [Test]
    public async Task A_full_channel_holds_the_file_up_and_nothing_is_lost_or_doubled()
    {
        var lines = Enumerable.Range(0, 5000).Select(static i => $"line {i}").ToArray();
        _spool.Write("a", string.Join('\n', lines));
        _spool.Channel.CommitFailure = new ChannelFullException("full");
        await using var source = await _spool.StartAsync();
        await Eventually.IsTrue(() => _spool.Counters.ChannelWriteFail.Count > 1, "the channel refuses");

        _spool.Channel.CommitFailure = null;
        await _spool.CompletedAsync(1);

        _spool.Bodies.Should().Equal(lines);
        _spool.Counters.EventAccepted.Count.Should().Be(5000);
        _spool.Messages.Count(static text => text.Contains("was refused", StringComparison.Ordinal)).Should().Be(1);
    }

    [Test]
    public async Task An_interceptor_that_fails_for_a_while_costs_nothing_and_sees_events_as_they_were_read()
    {
        _spool.Write("a", "1\n2\n");
        await using var source = _spool.Create(_spool.Channel, [("basenameHeader", "true")], new FailsTwice());
        await source.StartAsync(CancellationToken.None);

        await _spool.CompletedAsync(1);

        _spool.Bodies.Should().Equal("1", "2");
        _spool.Channel.Snapshot().Should().OnlyContain(static item => item.Headers.ToString() == "{basename=a, tries=1}");
        _spool.Counters.GenericProcessingFail.Count.Should().Be(2);
    }

    [TestCase(1)]
    [TestCase(7)]
    public async Task A_second_instance_goes_on_where_the_first_was_even_when_other_files_are_older(int batchSize)
    {
        var lines = Enumerable.Range(0, 50).Select(static i => $"line {i}").ToArray();
        _spool.Write("half", string.Join('\n', lines) + "\n", Then.AddHours(1));
        var channel = new StopsAfter(_spool.Channel, commits: 3);
        await using (var first = _spool.Create(channel, [("batchSize", $"{batchSize}")]))
        {
            await first.StartAsync(CancellationToken.None);
            await Eventually.IsTrue(() => channel.HasRefused, "the channel is full");
        }

        _spool.Write("older", "older\n", Then);
        await using var second = await _spool.StartAsync();
        await Eventually.IsTrue(() => _spool.Has("half.COMPLETED") && _spool.Has("older.COMPLETED"), "both are done");

        _spool.Bodies.Should().Equal([.. lines, "older"]);
    }

    [Test]
    public async Task A_file_by_the_name_of_a_longer_one_is_read_from_its_beginning()
    {
        _spool.Write("a", "short\n");
        Directory.CreateDirectory(_spool.Folder.File("spool", ".flumespool"));
        TransferTracker.Begin(_spool.Folder.File("spool", ".flumespool", ".flumespool-main.meta"), Path.Combine(_spool.Spool, "a"), 1000).Dispose();

        await using var source = await _spool.StartAsync();
        await _spool.CompletedAsync(1);

        _spool.Bodies.Should().Equal("short");
    }

    [TestCase("")]
    [TestCase("garbage that is no tracker file")]
    public async Task A_tracker_file_that_cannot_be_read_counts_as_none(string text)
    {
        _spool.Write("a", "1\n");
        Directory.CreateDirectory(_spool.Folder.File("spool", ".flumespool"));
        await File.WriteAllTextAsync(_spool.Folder.File("spool", ".flumespool", ".flumespool-main.meta"), text);

        await using var source = await _spool.StartAsync();
        await _spool.CompletedAsync(1);

        _spool.Bodies.Should().Equal("1");
    }

    [Test]
    public async Task A_file_that_changes_while_it_is_read_stops_the_source_as_under_flume()
    {
        var path = _spool.Write("a", "1\n", Then);
        _spool.Write("b", "b\n", Then.AddMinutes(1));
        _spool.Channel.CommitFailure = new ChannelFullException("full");
        await using var source = await _spool.StartAsync();
        await Eventually.IsTrue(() => _spool.Counters.ChannelWriteFail.Count > 0, "it is being read");
        await File.AppendAllTextAsync(path, "2\n");
        _spool.Channel.CommitFailure = null;

        await _spool.SaysAsync("changed its size from 2 to 4 bytes");
        _spool.Bodies.Should().Equal("1", "2");
        _spool.Counters.Stopped.IsSet.Should().BeTrue();

        // Taking it away lets the source go on without a restart.
        File.Move(path, _spool.Folder.File("taken"));
        await _spool.CompletedAsync(1);
        _spool.Bodies.Should().Equal("1", "2", "b");
        _spool.Counters.Stopped.IsSet.Should().BeFalse();
    }

    [Test]
    public async Task A_file_that_changes_is_set_aside_when_it_is_to()
    {
        var path = _spool.Write("a", "1\n", Then);
        _spool.Write("b", "b\n", Then.AddMinutes(1));
        _spool.Channel.CommitFailure = new ChannelFullException("full");
        await using var source = await _spool.StartAsync(("onFileChanged", "skip"));
        await Eventually.IsTrue(() => _spool.Counters.ChannelWriteFail.Count > 0, "it is being read");
        await File.AppendAllTextAsync(path, "2\n");
        _spool.Channel.CommitFailure = null;
        await _spool.CompletedAsync(1);

        _spool.Bodies.Should().Equal("1", "2", "b");
        _spool.Has("a.CHANGED.COMPLETED").Should().BeTrue();
        _spool.Counters.FilesSetAside.Count.Should().Be(1);
    }

    [Test]
    public async Task A_bad_file_stops_the_source_until_it_is_mended()
    {
        var path = _spool.Write("a", [.. "good\n"u8, 0xFF, (byte)'\n'], Then);
        _spool.Write("b", "b\n", Then.AddMinutes(1));
        await using var source = await _spool.StartAsync();
        await _spool.SaysAsync("has stopped: '" + path);
        _spool.Bodies.Should().BeEmpty();
        _spool.Counters.EventReadFail.Count.Should().Be(1);

        await File.WriteAllTextAsync(path, "good\nmended\n");
        await _spool.CompletedAsync(2);

        _spool.Bodies.Should().BeEquivalentTo(["good", "mended", "b"]);
    }

    [Test]
    public async Task A_bad_file_is_set_aside_when_it_is_to()
    {
        _spool.Write("a", "no avro\n", Then);
        _spool.Write("b", new byte[] { (byte)'x' }, Then.AddMinutes(1));
        await using var source = await _spool.StartAsync(("onBadFile", "skip"), ("deserializer", "AVRO"));

        await Eventually.IsTrue(() => _spool.Has("a.BAD.COMPLETED") && _spool.Has("b.BAD.COMPLETED"), "both are out of the way");
        _spool.Counters.FilesSetAside.Count.Should().Be(2);
    }

    [Test]
    public async Task A_name_that_was_used_before_stops_the_source_after_its_events()
    {
        _spool.Write("a.COMPLETED", "old\n");
        _spool.Write("a", "new\n");
        await using var source = await _spool.StartAsync();
        await _spool.SaysAsync("its name was used before");
        _spool.Bodies.Should().Equal("new");

        File.Delete(Path.Combine(_spool.Spool, "a.COMPLETED"));
        await _spool.CompletedAsync(1);

        _spool.Bodies.Should().Equal("new");
    }

    [Test]
    public async Task A_name_that_was_used_before_is_set_aside_when_it_is_to()
    {
        _spool.Write("a.COMPLETED", "old\n");
        _spool.Write("a.CHANGED.COMPLETED", "old\n");
        _spool.Write("a", "new\n");
        await using var source = await _spool.StartAsync(("onFileChanged", "skip"));

        await Eventually.IsTrue(() => _spool.Has("a.CHANGED.1.COMPLETED"), "it is out of the way");
        _spool.Bodies.Should().Equal("new");
    }

    [Test]
    public async Task A_missing_directory_fails_the_start_and_a_later_one_may_succeed()
    {
        await using var source = _spool.Create(_spool.Channel, []);
        Directory.Delete(_spool.Spool);
        await source.Awaiting(static s => s.StartAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<FlumeException>().WithMessage("*no such directory*");

        Directory.CreateDirectory(_spool.Spool);
        await source.StartAsync(CancellationToken.None);
        _spool.Write("a", "1\n");
        await _spool.CompletedAsync(1);
    }

    [Test]
    public async Task A_directory_that_goes_away_and_comes_back_is_read_again()
    {
        await using var source = await _spool.StartAsync();
        Directory.Delete(_spool.Spool, recursive: true);
        await _spool.SaysAsync("cannot work on");

        Directory.CreateDirectory(Path.Combine(_spool.Spool, ".flumespool"));
        _spool.Write("a", "1\n");
        await _spool.CompletedAsync(1);

        _spool.Bodies.Should().Equal("1");
    }

    [Test]
    public async Task The_old_key_for_the_length_of_lines_wins_with_lines()
    {
        _spool.Write("a", "abcde\n");
        await using var source = await _spool.StartAsync(("bufferMaxLineLength", "3"), ("deserializer.maxLineLength", "100"));
        await _spool.CompletedAsync(1);

        _spool.Bodies.Should().Equal("abc", "de");
    }

    [Test]
    public async Task Blobs_longer_than_a_batch_should_hold_come_one_by_one()
    {
        _spool.Write("a", new byte[50 << 20]);
        await using var source = await _spool.StartAsync(("deserializer", "BLOB"), ("deserializer.maxBlobLength", $"{20 << 20}"));
        await _spool.CompletedAsync(1);

        _spool.Channel.Snapshot().Select(static item => item.Body.Length).Should().Equal(20 << 20, 20 << 20, 10 << 20);
        _spool.Channel.Commits.Should().Be(3);
    }

    private sealed class FailsTwice : IInterceptor
    {
        private int _calls;

        public void Intercept(EventBatch batch)
        {
            foreach (var item in batch.Events)
            {
                item.Headers = item.Headers.Set("tries", item.Headers.Contains("tries") ? "more" : "1");
            }

            if (++_calls <= 2)
            {
                batch.RemoveWhere(static item => item.Text() == "1");
                throw new InvalidOperationException("not now");
            }
        }

        public void Dispose()
        {
        }
    }

    /// <summary>A channel that takes a few batches and is full from then on.</summary>
    private sealed class StopsAfter(ListChannel channel, int commits) : IChannel
    {
        private int _left = commits;

        public bool HasRefused { get; private set; }

        public string Name => channel.Name;

        public Components.LifecycleState State => channel.State;

        public int? TransactionCapacity => null;

        public bool IsDurable => false;

        public long EventCount => channel.EventCount;

        public IChannelTransaction BeginTransaction()
        {
            HasRefused = _left == 0;
            _left -= HasRefused ? 0 : 1;
            return HasRefused ? throw new ChannelFullException("full") : channel.BeginTransaction();
        }

        public ValueTask<bool> WaitForEventsAsync(TimeSpan timeout, CancellationToken cancellationToken) => channel.WaitForEventsAsync(timeout, cancellationToken);

        public ValueTask StartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
