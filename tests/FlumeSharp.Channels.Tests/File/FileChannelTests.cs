using FlumeSharp.Channels.File.Storage;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Channels.File;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FileChannelTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TestHost _host;

    public FileChannelTests() => _host = new TestHost(_time);

    private FileChannelCounters Counters => _host.Metrics.Groups.OfType<FileChannelCounters>().Last();

    public void Dispose() => _temp.Dispose();

    [Test]
    public async Task Events_and_their_numbers_survive_a_restart()
    {
        string id;
        await using (var channel = await FileChannels.StartAsync(_host, FileChannels.Options(_temp.Path)))
        {
            await channel.PutAsync("1", "2", "3", "4");
            await channel.TakeAsync(1);
            await using var transaction = channel.BeginTransaction();
            await transaction.TakeBodiesAsync(2);
            transaction.Position.Should().Match<ChannelPosition?>(position => position!.Value.First == 2 && position.Value.Last == 3);
            id = transaction.Position!.Value.ChannelId;
        }

        await using var again = await FileChannels.StartAsync(_host, FileChannels.Options(_temp.Path));
        await again.PutAsync("5");

        again.EventCount.Should().Be(4);
        await using var take = again.BeginTransaction();
        (await take.TakeBodiesAsync()).Should().Equal("2", "3", "4", "5");
        take.Position.Should().Be(new ChannelPosition(id, 2, 5));
    }

    [Test]
    public async Task Counters_say_whether_the_channel_is_open()
    {
        var channel = await FileChannels.StartAsync(_host, FileChannels.Options(_temp.Path));
        Counters.Open.Text.Should().Be("true");
        Counters.Closed.Text.Should().Be("0");

        await channel.DisposeAsync();

        Counters.Open.Text.Should().Be("false");
        Counters.Closed.Text.Should().Be("1");
        channel.Invoking(c => c.BeginTransaction()).Should().Throw<ChannelException>().WithMessage("Channel closed [channel=c1].*");
    }

    [Test]
    public async Task Folders_in_use_keep_a_second_channel_out_until_they_are_free()
    {
        var first = await FileChannels.StartAsync(_host, FileChannels.Options(_temp.Path));
        await first.PutAsync("1");
        await using var second = FileChannels.Create(_host, FileChannels.Options(_temp.Path));

        (await second.Awaiting(c => c.StartAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<ChannelException>())
            .WithMessage($"Cannot lock *. The directory is already locked by process {Environment.ProcessId}, channel c1. [channel=c1]");
        Counters.Unhealthy.Value.Should().Be(1);
        await first.DisposeAsync();
        await second.StartAsync(CancellationToken.None);

        (await second.TakeAsync()).Should().Equal("1");
        Counters.Should().Match<FileChannelCounters>(counters => counters.Open.IsSet && counters.Closed.Value == 0 && counters.Unhealthy.Value == 0, "what went wrong before is over");
        await second.DisposeAsync();
        second.Invoking(c => c.BeginTransaction()).Should().Throw<ChannelException>().WithMessage("Channel closed [channel=c1].");
    }

    [Test]
    public async Task Puts_and_takes_in_one_transaction_are_refused_and_can_be_rolled_back()
    {
        await using var channel = await FileChannels.StartAsync(_host, FileChannels.Options(_temp.Path));
        await channel.PutAsync("1");
        await using var transaction = channel.BeginTransaction();
        await transaction.TakeBodiesAsync();
        transaction.Put(ChannelExtensions.Events("2"));

        await transaction.Awaiting(t => t.CommitAsync().AsTask()).Should().ThrowAsync<ChannelException>().WithMessage("nonzero puts and takes *");
        await transaction.RollbackAsync();

        (await channel.TakeAsync()).Should().Equal("1");
    }

    [Test]
    public async Task A_full_disk_refuses_puts_lets_takes_go_on_and_is_forgotten_when_there_is_space()
    {
        var disk = new SimulatedDisk(new Random(1)) { Free = 10L << 20 };
        var options = FileChannels.Options("/c");
        await using var channel = await FileChannels.StartAsync(_host, new FileChannelOptions
        {
            CheckpointDir = options.CheckpointDir,
            DataDirs = options.DataDirs,
            MinimumRequiredSpace = 5 << 20,
        }, new FileChannelEnvironment { Storage = disk });
        await channel.PutAsync("1");
        await channel.PutAsync("2");

        disk.Free = 5 << 20;
        (await channel.Awaiting(c => c.PutAsync("3")).Should().ThrowAsync<ChannelException>()).WithMessage("*Usable space exhausted, only 5242880 bytes remaining*");
        (await channel.TakeAsync(1)).Should().Equal("1");

        // Nothing can be written any more, until the reserve is given up.
        disk.FullWrites = 1;
        (await channel.TakeAsync(1)).Should().Equal("2");
        disk.Files.Should().NotContain(path => path.EndsWith("reserve", StringComparison.Ordinal));

        disk.Free = 10 << 20;
        await channel.PutAsync("4");
        (await channel.TakeAsync()).Should().Equal("4");
        Counters.PutError.Value.Should().Be(1);
    }

    [Test]
    public async Task The_reserve_of_an_earlier_run_is_used_when_the_disk_is_full_from_the_start()
    {
        var disk = new SimulatedDisk(new Random(1)) { Free = 10L << 30 };
        var environment = new FileChannelEnvironment { Storage = disk };
        await using (var channel = await FileChannels.StartAsync(_host, FileChannels.Options("/c"), environment))
        {
            await channel.PutAsync("1", "2");
        }

        disk.Free = 0;
        await using var again = await FileChannels.StartAsync(_host, FileChannels.Options("/c"), environment);
        disk.FullWrites = 1;

        (await again.TakeAsync(1)).Should().Equal("1");

        disk.Files.Should().NotContain(static path => path.EndsWith("reserve", StringComparison.Ordinal));
        again.EventCount.Should().Be(1);
    }

    [Test]
    public async Task A_channel_that_has_filled_its_disk_takes_events_again_once_it_is_empty([Values(1, 2)] int dataDirs, [Values] bool restarts)
    {
        // Less than the length of one segment is free, so no commit ever begins a new one.
        var disk = new SimulatedDisk(new Random(1)) { Size = 8L << 20 };
        var options = FileChannels.Options("/c", dataDirs: dataDirs) with { MinimumRequiredSpace = 1 << 20, CheckpointOnClose = false };
        var environment = new FileChannelEnvironment { Storage = disk };
        var text = new string('x', 100_000);
        var channel = await FileChannels.StartAsync(_host, options, environment);
        try
        {
            while (await AcceptsAsync())
            {
                disk.Files.Should().NotBeEmpty();
            }

            while ((await channel.TakeAsync(10)).Count > 0)
            {
                channel.EventCount.Should().BeGreaterThanOrEqualTo(0);
            }

            (await AcceptsAsync()).Should().BeFalse("nothing has freed the space yet");
            if (restarts)
            {
                await channel.DisposeAsync();
                channel = await FileChannels.StartAsync(_host, options, environment);
                (await AcceptsAsync()).Should().BeFalse("a restart frees nothing either");
            }

            await Eventually.IsTrue(
                async () =>
                {
                    _time.Advance(TimeSpan.FromSeconds(1));
                    return await AcceptsAsync();
                },
                "puts work again");
            (await channel.TakeAsync()).Should().Equal(text);
        }
        finally
        {
            await channel.DisposeAsync();
        }

        async Task<bool> AcceptsAsync()
        {
            try
            {
                await channel.PutAsync(text);
                return true;
            }
            catch (ChannelException)
            {
                return false;
            }
        }
    }

    [Test]
    public async Task A_write_without_space_fails_its_puts_alone()
    {
        var disk = new SimulatedDisk(new Random(1));
        await using var channel = await FileChannels.StartAsync(_host, FileChannels.Options("/c"), new FileChannelEnvironment { Storage = disk });
        await channel.PutAsync("1");
        disk.FullWrites = 1;

        await channel.Awaiting(c => c.PutAsync("2")).Should().ThrowAsync<ChannelException>().WithMessage("Commit failed due to IO error [channel=c1]: No space left on device");
        await channel.PutAsync("3");

        (await channel.TakeAsync()).Should().Equal("1", "3");
        channel.Store!.Room.TryReserve(100_000).Should().BeTrue("the failed put gave its room back");
    }

    [Test]
    public async Task Segments_whose_events_are_gone_are_deleted_and_one_with_a_stuck_event_stays()
    {
        var environment = new FileChannelEnvironment { SegmentTarget = 2000 };
        await using var channel = await FileChannels.StartAsync(_host, FileChannels.Options(_temp.Path), environment);
        await channel.PutAsync("stuck");
        await using var holds = channel.BeginTransaction();
        (await holds.TakeBodiesAsync(1)).Should().Equal("stuck");
        for (var i = 0; i < 100; i++)
        {
            await channel.PutAsync(new string('x', 500));
            await channel.TakeAsync();
        }

        Segments().Should().HaveCountGreaterThan(20);
        await channel.Store!.Checkpoints.RunAsync();

        Segments().Should().HaveCount(2);
        await holds.RollbackAsync();
        await channel.DisposeAsync();

        // The segments alone must still say what is gone.
        System.IO.File.Delete(_temp.File("checkpoint", "queue.checkpoint"));
        await using var again = await FileChannels.StartAsync(_host, FileChannels.Options(_temp.Path), environment);
        (await again.TakeAsync()).Should().Equal("stuck");
    }

    [Test]
    public async Task Checkpoints_are_written_by_the_clock_and_to_the_backup_too()
    {
        var options = new FileChannelOptions
        {
            CheckpointDir = _temp.File("checkpoint"),
            DataDirs = _temp.File("data"),
            UseDualCheckpoints = true,
            BackupCheckpointDir = _temp.File("backup"),
            CheckpointInterval = TimeSpan.FromSeconds(10),
            CheckpointOnClose = false,
        };
        await using (var channel = await FileChannels.StartAsync(_host, options))
        {
            await channel.PutAsync("1", "2");
            await Eventually.IsTrue(
                () =>
                {
                    _time.Advance(TimeSpan.FromSeconds(1));
                    return System.IO.File.Exists(_temp.File("backup", "queue.checkpoint"));
                },
                "a checkpoint was written");
        }

        await System.IO.File.WriteAllTextAsync(_temp.File("checkpoint", "queue.checkpoint"), "junk");
        await using var again = await FileChannels.StartAsync(_host, options);

        (await again.TakeAsync()).Should().Equal("1", "2");
        _host.Logs.GetSnapshot().Should().Contain(log => log.Id.Id == 3103).And.Contain(log => log.Message.Contains("checkpoint used: True"));
    }

    [Test]
    public async Task A_segment_that_somebody_deleted_is_an_error_in_the_log()
    {
        var environment = new FileChannelEnvironment { SegmentTarget = 1000 };
        await using (var channel = await FileChannels.StartAsync(_host, FileChannels.Options(_temp.Path), environment))
        {
            await channel.PutAsync(new string('a', 800));
            await channel.PutAsync(new string('b', 800));
        }

        System.IO.File.Delete(Segments()[0]);
        await using var again = await FileChannels.StartAsync(_host, FileChannels.Options(_temp.Path), environment);

        (await again.TakeAsync()).Should().Equal(new string('b', 800));
        _host.Logs.GetSnapshot().Should().ContainSingle(log => log.Id.Id == 3105);
    }

    [Test]
    public async Task Folders_of_two_channels_are_refused_together()
    {
        foreach (var name in new[] { "a", "b", "b" })
        {
            await using var channel = await FileChannels.StartAsync(_host, FileChannels.Options(_temp.File(name)));
            await channel.PutAsync(name);
        }

        System.IO.File.Move(_temp.File("b", "data0", "segment-0000000002.log"), _temp.File("a", "data0", "segment-0000000002.log"));
        await using var mixed = FileChannels.Create(_host, FileChannels.Options(_temp.File("a")));
        await mixed.Awaiting(c => c.StartAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<ChannelException>().WithMessage("*belong to different channels*");

        System.IO.File.Move(_temp.File("a", "data0", "segment-0000000002.log"), _temp.File("a", "data0", "segment-0000000003.log"));
        await using var renamed = FileChannels.Create(_host, FileChannels.Options(_temp.File("a")));
        await renamed.Awaiting(c => c.StartAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<ChannelException>().WithMessage("*was renamed*segment-0000000002.log*");
    }

    [Test]
    public async Task A_damaged_event_met_by_a_take_is_left_out_for_good()
    {
        var options = FileChannels.Options(_temp.Path, memory: 0);
        await using (var channel = await FileChannels.StartAsync(_host, options))
        {
            await channel.PutAsync("first", "second", "third");
        }

        var segment = Segments().Single();
        var bytes = await System.IO.File.ReadAllBytesAsync(segment);
        bytes[bytes.AsSpan().IndexOf("second"u8)] ^= 1;
        await System.IO.File.WriteAllBytesAsync(segment, bytes);
        await using var again = await FileChannels.StartAsync(_host, options);

        await using (var transaction = again.BeginTransaction())
        {
            (await transaction.TakeBodiesAsync()).Should().Equal("first", "third");
        }

        await Eventually.IsTrue(() => again.Store!.Queue.Count == 2, "the damaged event is gone although the transaction was rolled back");
        (await again.TakeAsync()).Should().Equal("first", "third");
        Counters.Corrupt.Value.Should().Be(1);
        Counters.TakeError.Value.Should().Be(1);
    }

    [Test]
    public async Task Without_a_flush_per_transaction_flushes_follow_the_clock()
    {
        var disk = new SimulatedDisk(new Random(3));
        var options = FileChannels.Options("/c");
        var relaxed = new FileChannelOptions { CheckpointDir = options.CheckpointDir, DataDirs = options.DataDirs, FsyncPerTransaction = false, FsyncInterval = TimeSpan.FromSeconds(5), CheckpointOnClose = false };
        var environment = new FileChannelEnvironment { Storage = disk };
        await using (var channel = await FileChannels.StartAsync(_host, relaxed, environment))
        {
            await channel.PutAsync("1");
            await channel.Store!.Committer.FlushAsync();
            disk.Stop();
        }

        disk.StartAfterPowerCut();
        await using var again = await FileChannels.StartAsync(_host, relaxed, environment);

        (await again.TakeAsync()).Should().Equal("1");
    }

    [Test]
    public async Task A_transaction_longer_than_a_file_may_be_is_refused_and_leaves_nothing()
    {
        var options = FileChannels.Options(_temp.Path);
        await using var channel = await FileChannels.StartAsync(_host, new FileChannelOptions { CheckpointDir = options.CheckpointDir, DataDirs = options.DataDirs, MaxFileSize = 10_000 });

        await channel.Awaiting(c => c.PutAsync(new string('x', 10_000))).Should().ThrowAsync<ChannelException>().WithMessage("*do not fit into one file of maxFileSize*");
        await channel.PutAsync(new string('x', 9000));
        await channel.PutAsync(new string('y', 9000));

        Segments().Should().HaveCount(2);
        (await channel.TakeAsync()).Should().HaveCount(2);
    }

    private string[] Segments() => [.. Directory.GetFiles(_temp.File("data0"), "segment-*").Order(StringComparer.Ordinal)];
}
