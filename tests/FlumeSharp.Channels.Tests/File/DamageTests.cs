using FlumeSharp.Channels.File.Checkpoints;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Metrics;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File;

/// <summary>A small log with every byte flipped in turn, and cut at every byte. Section 8 of docs/specs/file-channel-format.md.</summary>
public sealed class DamageTests
{
    private static readonly string[] Bodies = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
    private TempFolder _temp = null!;

    [SetUp]
    public void MakeFolder() => _temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    [Test]
    public async Task A_flipped_bit_is_found_whatever_it_hits_and_costs_at_most_its_own_event([Values] bool withCheckpoint)
    {
        var segment = await MakeLogAsync();
        var whole = await System.IO.File.ReadAllBytesAsync(segment);
        for (var at = 0; at < whole.Length; at++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= (byte)(1 << (at % 8));
            await System.IO.File.WriteAllBytesAsync(segment, flipped);

            var (found, corrupt) = await ReadAsync(withCheckpoint);
            foreach (var made in Directory.GetFiles(_temp.File("data0"), "segment-*").Where(path => path != segment))
            {
                // A damaged event that a take met was discarded for good.
                System.IO.File.Delete(made);
            }

            // 'three' was taken. Where its take is hit, it comes again rather than anything else being lost.
            var place = $"byte {at} of {whole.Length}, found {string.Join(' ', found)}";
            found.Should().BeSubsetOf(Bodies, place);
            found.Should().Equal(Bodies.Where(found.Contains), place);
            Lost(found).Should().BeLessThanOrEqualTo(LargestFrame, place);
            (Lost(found) == 0 || corrupt > 0 || (!withCheckpoint && at >= whole.Length - LastFrame)).Should().BeTrue("{0}: what is lost is counted, but for the end, where a crash looks the same", place);
            (corrupt > 0).Should().Be(Directory.Exists(_temp.File("data0", "quarantine")), "{0}: what is counted is put aside", place);
            ForgetQuarantine();
        }
    }

    [Test]
    public async Task In_a_file_that_another_follows_all_damage_is_found_without_a_checkpoint_too()
    {
        var first = await MakeLogAsync();
        await using (var channel = await FileChannels.StartAsync(new TestHost(), FileChannels.Options(_temp.Path)))
        {
            await channel.PutAsync("nine");
        }

        var whole = await System.IO.File.ReadAllBytesAsync(first);
        string[] all = [.. Bodies, "nine"];
        for (var at = 0; at < whole.Length; at++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= (byte)(0x80 >> (at % 8));
            await System.IO.File.WriteAllBytesAsync(first, flipped);

            var (found, corrupt) = await ReadAsync(withCheckpoint: false);

            var place = $"byte {at} of {whole.Length}, found {string.Join(' ', found)}";
            found.Should().Equal(all.Where(found.Contains), place).And.Contain("nine", place);
            (all.Except(["three"]).All(found.Contains) || corrupt > 0).Should().BeTrue("{0}: what is lost is counted", place);
            ForgetQuarantine();
            foreach (var made in Directory.GetFiles(_temp.File("data0"), "segment-*").Order(StringComparer.Ordinal).Skip(2))
            {
                System.IO.File.Delete(made);
            }
        }
    }

    [Test]
    public async Task A_damaged_body_costs_one_event_and_is_put_aside()
    {
        var segment = await MakeLogAsync();
        var bytes = await System.IO.File.ReadAllBytesAsync(segment);
        bytes[bytes.AsSpan().IndexOf("two"u8)] ^= 1;
        await System.IO.File.WriteAllBytesAsync(segment, bytes);

        var (found, corrupt) = await ReadAsync(withCheckpoint: false);

        found.Should().Equal(Bodies.Except(["two", "three"]));
        corrupt.Should().Be(1);
        Directory.GetFiles(_temp.File("data0", "quarantine")).Should().ContainSingle();
    }

    [Test]
    public async Task A_damaged_length_costs_one_event()
    {
        var segment = await MakeLogAsync();
        var bytes = await System.IO.File.ReadAllBytesAsync(segment);
        bytes[SegmentHeader.Length + FrameHeader.Length + 1] ^= 0x10;
        await System.IO.File.WriteAllBytesAsync(segment, bytes);

        var (found, _) = await ReadAsync(withCheckpoint: false);

        found.Should().Equal(Bodies.Except(["one", "three"]));
    }

    [Test]
    public async Task A_log_cut_anywhere_gives_the_transactions_before_the_cut([Values] bool isFilledWithZeros)
    {
        var segment = await MakeLogAsync();
        var whole = await System.IO.File.ReadAllBytesAsync(segment);
        for (var length = whole.Length; length >= 0; length--)
        {
            // A file system may have made the file longer already when the power failed.
            await System.IO.File.WriteAllBytesAsync(segment, isFilledWithZeros ? [.. whole[..length], .. new byte[whole.Length - length]] : whole[..length]);

            var (found, corrupt) = await ReadAsync(withCheckpoint: false);

            corrupt.Should().Be(0, "a torn end is what a crash leaves: {0}", length);
            string[][] possible = [[], ["one", "two", "three"], ["one", "two"], ["one", "two", "four", "five"], [.. Bodies.Except(["three"])]];
            possible.Should().ContainEquivalentOf(found, options => options.WithStrictOrdering(), "{0} bytes", length);
        }
    }

    [Test]
    public async Task A_damaged_checkpoint_is_not_used()
    {
        await MakeLogAsync();
        var checkpoint = _temp.File("checkpoint", CheckpointWriter.FileName);
        var whole = await System.IO.File.ReadAllBytesAsync(checkpoint);
        for (var at = 0; at < whole.Length; at++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= (byte)(1 << (at % 8));
            await System.IO.File.WriteAllBytesAsync(checkpoint, flipped);

            var (found, corrupt) = await ReadAsync(withCheckpoint: true);

            found.Should().Equal(Bodies.Except(["three"]));
            corrupt.Should().Be(0);
        }
    }

    private void ForgetQuarantine()
    {
        if (Directory.Exists(_temp.File("data0", "quarantine")))
        {
            Directory.Delete(_temp.File("data0", "quarantine"), recursive: true);
        }
    }

    private const int LargestFrame = 3;
    private const int LastFrame = 96;

    private static int Lost(List<string> found) => Bodies.Except(["three"]).Except(found).Count();

    // Two transactions, a take, one more transaction; a clean end, so that a checkpoint says that all of it is on disk.
    private async Task<string> MakeLogAsync()
    {
        await using (var channel = await FileChannels.StartAsync(new TestHost(), FileChannels.Options(_temp.Path)))
        {
            await channel.PutAsync("one", "two", "three");
            await using (var first = channel.BeginTransaction())
            {
                await first.TakeBodiesAsync(2);
                (await channel.TakeAsync(1)).Should().Equal("three");
            }

            await channel.PutAsync("four", "five");
            await channel.PutAsync("six", "seven", "eight");
        }

        return Directory.GetFiles(_temp.File("data0"), "segment-*").Single();
    }

    // Leaves the folder as it is: nothing is committed, and no checkpoint written.
    private async Task<(List<string> Found, double Corrupt)> ReadAsync(bool withCheckpoint)
    {
        var options = new FileChannelOptions
        {
            DataDirs = _temp.File("data0"),
            CheckpointDir = withCheckpoint ? _temp.File("checkpoint") : _temp.File("none"),
            CheckpointOnClose = false,
        };
        var host = new TestHost();
        await using var channel = await FileChannels.StartAsync(host, options);
        await using var transaction = channel.BeginTransaction();
        var found = await transaction.TakeBodiesAsync();
        await transaction.RollbackAsync();
        return (found, host.Metrics.Groups.OfType<FileChannelCounters>().Single().Corrupt.Value);
    }
}
