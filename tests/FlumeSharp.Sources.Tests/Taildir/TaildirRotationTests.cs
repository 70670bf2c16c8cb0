using System.Text;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Taildir;

/// <summary>What happens to files besides growing.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TaildirRotationTests : IAsyncDisposable
{
    private readonly TaildirFixture _tail = new();

    public ValueTask DisposeAsync() => _tail.DisposeAsync();

    [Test]
    public async Task The_rest_of_a_file_that_was_renamed_away_comes_before_its_successor()
    {
        _tail.Write("a.log", "1\n");
        await _tail.StartAsync();
        await _tail.PollAsync();

        _tail.Append("a.log", "2\n");
        _tail.Rename("a.log", "a.log.1");
        _tail.Append("a.log.1", "3\n");
        _tail.Write("a.log", "4\n");
        await _tail.PollAsync();
        _tail.Append("a.log.1", "late\n");
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2", "3", "4", "late");
    }

    [Test]
    public async Task Files_that_come_and_are_rotated_away_while_a_channel_is_full_are_read()
    {
        _tail.Write("a.log", "1\n");
        await _tail.StartAsync();
        _tail.Channel.CommitFailure = new Channels.ChannelFullException("full");
        await _tail.PollAsync();

        for (var i = 2; i < 5; i++)
        {
            _tail.Rename("a.log", $"a.log.{i}");
            _tail.Write("a.log", $"{i}\n");
            (await _tail.PollAsync()).Should().Be(Components.ProcessStatus.Backoff);
        }

        _tail.Channel.CommitFailure = null;
        await _tail.PollAsync();

        _tail.Bodies.Should().BeEquivalentTo("1", "2", "3", "4");
    }

    [Test]
    public async Task A_file_cut_while_a_channel_is_full_is_read_from_its_beginning()
    {
        _tail.Write("a.log", "1\n2\n3\n");
        _tail.Set("batchSize", "2");
        await _tail.StartAsync();
        await _tail.Source.ProcessAsync(CancellationToken.None);
        _tail.Channel.CommitFailure = new Channels.ChannelFullException("full");
        await _tail.PollAsync();
        _tail.Write("a.log", "x\n");
        await _tail.PollAsync();

        _tail.Channel.CommitFailure = null;
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2", "3", "x");
    }

    [Test]
    public async Task The_rest_of_a_deleted_file_is_read()
    {
        _tail.Write("a.log", "1\n");
        await _tail.StartAsync();
        await _tail.PollAsync();

        _tail.Append("a.log", "2\n");
        _tail.Delete("a.log");
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2");
    }

    [Test]
    public async Task The_rest_of_a_file_that_was_renamed_away_while_nobody_looked_is_read()
    {
        _tail.Write("a.log", "1\n");
        await _tail.StartAsync();
        await _tail.PollAsync();
        await _tail.Source.StopAsync(CancellationToken.None);

        _tail.Append("a.log", "2\n");
        _tail.Rename("a.log", "a.log.1");
        _tail.Write("a.log", "3\n");
        await _tail.StartAsync();
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2", "3");
    }

    [Test]
    public async Task A_file_renamed_within_the_pattern_is_read_again_as_Flume_does([Values] bool isWhileStopped)
    {
        await RenameWithinPattern(isWhileStopped);

        _tail.Bodies.Should().Equal("1", "1", "2", "3");
    }

    [Test]
    public async Task A_file_renamed_within_the_pattern_goes_on_where_that_is_asked_for([Values] bool isWhileStopped)
    {
        _tail.Set("renamedFiles", "continue");

        await RenameWithinPattern(isWhileStopped);

        _tail.Bodies.Should().Equal("1", "2", "3");
    }

    [Test]
    public async Task A_file_that_was_cut_begins_again()
    {
        _tail.Write("a.log", "1\n2\n3\n");
        await _tail.StartAsync();
        await _tail.PollAsync();

        using (var file = File.OpenWrite(_tail.Path("logs", "a.log")))
        {
            file.SetLength(0);
        }

        _tail.Append("a.log", "4\n");
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2", "3", "4");
        _tail.Counters.RestartedFiles.Count.Should().Be(1);
    }

    [TestCase("x\ny\n", TestName = "A_file_that_was_cut_and_has_the_same_size_again_begins_again")]
    [TestCase("x\ny\nzzzzzzzz\n", TestName = "A_file_that_was_cut_and_has_grown_beyond_its_position_begins_again")]
    public async Task Overwritten(string text)
    {
        _tail.Write("a.log", "1\n2\n");
        File.SetLastWriteTimeUtc(_tail.Path("logs", "a.log"), DateTime.UtcNow.AddMinutes(-1));
        await _tail.StartAsync();
        await _tail.PollAsync();

        _tail.Write("a.log", text);
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal(["1", "2", .. text.TrimEnd('\n').Split('\n')]);
        _tail.Counters.RestartedFiles.Count.Should().Be(1);
    }

    [Test]
    public async Task A_touched_file_is_not_read_again()
    {
        _tail.Write("a.log", "1\n2\n");
        await _tail.StartAsync();
        await _tail.PollAsync();

        File.SetLastWriteTimeUtc(_tail.Path("logs", "a.log"), DateTime.UtcNow.AddMinutes(1));
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2");
    }

    [Test]
    public async Task A_writer_that_goes_on_behind_a_hole_after_a_cut_is_followed()
    {
        _tail.Write("a.log", "11111\n");
        await _tail.StartAsync();
        await _tail.PollAsync();

        using (var file = File.OpenWrite(_tail.Path("logs", "a.log")))
        {
            file.SetLength(0);
            file.Position = 6;
            file.Write("2\n"u8);
        }

        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("11111", "2");
    }

    [Test]
    public async Task A_new_file_with_the_inode_of_a_deleted_one_begins_at_its_beginning([Values] bool isWhileStopped)
    {
        _tail.Set("idleTimeout", "0");
        _tail.Write("a.log", "1\n2\n");
        FileStatus.TryGet(_tail.Path("logs", "a.log"), out var before).Should().BeTrue();
        if (before.Identity.Born == 0)
        {
            Assert.Ignore("This file system does not tell when a file was born.");
        }

        await _tail.StartAsync();
        await _tail.PollAsync();
        await _tail.PollAsync();
        _tail.Counters.OpenFiles.Value.Should().Be(0);
        if (isWhileStopped)
        {
            await _tail.Source.StopAsync(CancellationToken.None);
        }

        if (!HasInodeAgain(before.Identity))
        {
            Assert.Ignore("This file system did not use the inode again.");
        }

        if (isWhileStopped)
        {
            await _tail.StartAsync();
        }

        await _tail.PollAsync();

        _tail.Bodies.Should().Equal("1", "2", "new 1", "new 2");
    }

    [Test]
    public async Task Positions_beyond_four_gigabytes_are_positions()
    {
        const long Start = 5L << 30;
        var path = _tail.Path("logs", "big.log");
        using (var file = new FileStream(path, FileMode.Create))
        {
            // A hole takes no room on the disk.
            file.SetLength(Start);
        }

        FileStatus.TryGet(path, out var status).Should().BeTrue();
        await File.WriteAllBytesAsync(_tail.Path("pos.json"), PositionFile.Format([new(status.Identity.PositionInode, Start, path)]));
        _tail.Set("byteOffsetHeader", "true");
        await _tail.StartAsync();
        _tail.Append("big.log", "1\n2\n");

        await _tail.PollAsync();
        await _tail.Source.StopAsync(CancellationToken.None);

        _tail.Channel.Snapshot().Select(static item => $"{item.Text()} {item.Headers}").Should().Equal($"1 {{byteoffset={Start}}}", $"2 {{byteoffset={Start + 2}}}");
        _tail.SavedPositions().Should().Contain($"\"pos\":{Start + 4},");
    }

    [Test]
    public async Task A_line_of_megabytes_that_grows_bit_by_bit_comes_whole()
    {
        await _tail.StartAsync();
        var expected = new StringBuilder();
        _tail.Write("a.log", "");
        for (var i = 0; i < 40; i++)
        {
            var part = new string((char)('a' + i % 26), 50_000);
            expected.Append(part);
            _tail.Append("a.log", part);
            await _tail.PollAsync();
        }

        _tail.Bodies.Should().BeEmpty();
        _tail.Append("a.log", "\nnext\n");
        await _tail.PollAsync();

        _tail.Bodies.Should().Equal(expected.ToString(), "next");
    }

    [Test]
    public async Task Lines_of_any_length_come_as_they_are([Range(0, 4)] int seed)
    {
        var random = new Random(seed);
        var lines = Enumerable.Range(0, 300).Select(_ => new string((char)('a' + random.Next(26)), random.Next(4) == 0 ? random.Next(100_000) : random.Next(200))).ToArray();
        var bytes = Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n");
        _tail.Write("a.log", "");
        await _tail.StartAsync();

        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - at, random.Next(1, 300_000));
            _tail.Append("a.log", Encoding.ASCII.GetString(bytes, at, length));
            at += length;
            await _tail.PollAsync();
            if (random.Next(5) == 0)
            {
                await _tail.RestartAsync();
            }
        }

        _tail.Bodies.Should().Equal(lines);
    }

    private async Task RenameWithinPattern(bool isWhileStopped)
    {
        _tail.Write("a.log", "1\n");
        await _tail.StartAsync();
        await _tail.PollAsync();
        if (isWhileStopped)
        {
            await _tail.Source.StopAsync(CancellationToken.None);
        }

        _tail.Append("a.log", "2\n");
        File.SetLastWriteTimeUtc(_tail.Path("logs", "a.log"), DateTime.UtcNow.AddMinutes(-1));
        _tail.Rename("a.log", "a.1.log");
        _tail.Write("a.log", "3\n");
        if (isWhileStopped)
        {
            await _tail.StartAsync();
        }

        await _tail.PollAsync();
    }

    // The clock that births are counted by moves in steps of some milliseconds.
    private bool HasInodeAgain(FileIdentity file)
    {
        for (var attempt = 0; attempt < 10_000; attempt++)
        {
            _tail.Delete("a.log");
            _tail.Write("a.log", "new 1\nnew 2\n");
            if (FileStatus.TryGet(_tail.Path("logs", "a.log"), out var now) && now.Identity.Inode == file.Inode && now.Identity.Born - file.Born > 20_000_000)
            {
                return true;
            }
        }

        return false;
    }
}
