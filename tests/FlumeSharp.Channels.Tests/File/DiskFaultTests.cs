using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File;

/// <summary>I/O errors and writes cut short, through the real channel on a simulated disk: nobody gets half of a transaction, or less than was promised.</summary>
public sealed class DiskFaultTests
{
    [Test]
    public async Task A_write_that_fails_halfway_fails_its_commit_and_leaves_nothing([Range(0, 19)] int seed, [Values] bool losesPower)
    {
        var disk = new SimulatedDisk(new Random(seed));
        await using (var channel = await StartAsync(disk))
        {
            await channel.PutAsync("1", "2");
            disk.FailingWrites = 1;

            await channel.Awaiting(c => c.PutAsync("3", "4")).Should().ThrowAsync<ChannelException>().WithMessage("Commit failed due to IO error [channel=c1]: Input/output error");
            (await channel.TakeAsync(1)).Should().Equal("1");
            await channel.PutAsync("5");
            disk.Stop();
        }

        Restart(disk, losesPower);
        await using var again = await StartAsync(disk);

        (await again.TakeAsync()).Should().Equal("2", "5");
    }

    [Test]
    public async Task After_a_flush_that_failed_its_file_is_never_written_again([Range(0, 19)] int seed)
    {
        var disk = new SimulatedDisk(new Random(seed));
        await using (var channel = await StartAsync(disk))
        {
            await channel.PutAsync("1");
            disk.FailsNextFlush = true;

            await channel.Awaiting(c => c.PutAsync("2")).Should().ThrowAsync<ChannelException>().WithMessage("*Input/output error");
            disk.Files.Should().ContainSingle(path => path.Contains("segment-", StringComparison.Ordinal));
            await channel.PutAsync("3");

            disk.Files.Should().Contain(path => path.EndsWith("segment-0000000002.log", StringComparison.Ordinal));
            disk.Stop();
        }

        Restart(disk, losesPower: true);
        await using var again = await StartAsync(disk);

        (await again.TakeAsync()).Should().Equal("1", "3");
    }

    [Test]
    public async Task A_take_whose_commit_fails_comes_again()
    {
        var disk = new SimulatedDisk(new Random(1));
        await using var channel = await StartAsync(disk);
        await channel.PutAsync("1", "2");
        disk.FailingWrites = 1;

        await channel.Awaiting(c => c.TakeAsync()).Should().ThrowAsync<ChannelException>().WithMessage("Commit failed due to IO error [channel=c1]: Input/output error");

        (await channel.TakeAsync()).Should().Equal("1", "2");
    }

    // No file system does that, but a device may. It cannot be noticed at the time; it must be at the next start.
    [Test]
    public async Task A_write_cut_short_in_silence_is_found_and_costs_nobody_else_an_event()
    {
        var disk = new SimulatedDisk(new Random(1));
        await using (var channel = await StartAsync(disk))
        {
            await channel.PutAsync("1");
            disk.CutsNextWriteShort = true;
            await channel.PutAsync("lost", "too");
            await channel.PutAsync("3");
            disk.Stop();
        }

        Restart(disk, losesPower: false);
        var host = new TestHost();
        await using var again = await StartAsync(disk, host);

        (await again.TakeAsync()).Should().Equal("1", "3");
        host.Metrics.Groups.OfType<FileChannelCounters>().Single().Corrupt.Value.Should().BePositive();
        disk.Files.Should().Contain(path => path.Contains("quarantine", StringComparison.Ordinal));
    }

    private static void Restart(SimulatedDisk disk, bool losesPower)
    {
        if (losesPower)
        {
            disk.StartAfterPowerCut();
        }
        else
        {
            disk.StartAfterKill();
        }
    }

    private static Task<FileChannel> StartAsync(SimulatedDisk disk, TestHost? host = null) =>
        FileChannels.StartAsync(host ?? new TestHost(), FileChannels.Options("/c", memory: 0), new FileChannelEnvironment { Storage = disk });
}
