using FlumeSharp.Channels.File.Segments;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>A small encrypted log with every byte flipped in turn: nothing that was not put comes out, and what is lost is counted.</summary>
public sealed class EncryptedDamageTests
{
    private static readonly Keyring Keys = TestKeys.Ring("k", ("k", 5, 32));
    private static readonly string[] Bodies = [.. Enumerable.Range(0, 12).Select(static i => $"event-{i}")];
    private TempFolder _temp = null!;

    [SetUp]
    public void MakeFolder() => _temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _temp.Dispose();

    [Test]
    public async Task A_flipped_bit_costs_at_most_one_block_and_never_gives_wrong_data([Values] bool withCheckpoint)
    {
        var (path, whole) = await MakeLogAsync();
        var first = EncryptedLog.FirstFrame(whole);
        for (var at = 0; at < whole.Length; at++)
        {
            if (at is > 150 and < 4090)
                at = 4090; // nothing but zeros, which nobody reads
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= (byte)(1 << (at % 8));
            await System.IO.File.WriteAllBytesAsync(path, flipped);

            var (found, corrupt) = await ReadAsync(withCheckpoint);

            var place = $"byte {at} of {whole.Length}, found {string.Join(' ', found)}";
            found.Should().BeSubsetOf(Bodies, place);
            found.Should().Equal(Bodies.Where(found.Contains), place);
            (Bodies.Length - found.Count).Should().BeLessThanOrEqualTo(at < first ? 0 : at < first + FrameHeader.Length ? LargestFrame : EventBlock.MostEvents, place);
            (found.Count == Bodies.Length || corrupt > 0 || (!withCheckpoint && at >= whole.Length - LastFrame)).Should().BeTrue("{0}: what is lost is counted", place);
        }
    }

    [Test]
    public async Task A_lost_page_with_the_header_costs_nothing()
    {
        var (path, whole) = await MakeLogAsync();
        whole.AsSpan(0, 4096).Clear();
        await System.IO.File.WriteAllBytesAsync(path, whole);

        (await ReadAsync(withCheckpoint: false)).Found.Should().Equal(Bodies);
    }

    [TestCase(64, 8000, true)]
    [TestCase(64, 8000, false)]
    [TestCase(0, 8000, true)]
    [TestCase(0, 8000, false)]
    public async Task When_both_names_of_the_key_are_lost_the_events_are_damage_and_others_are_delivered(int from, int until, bool withCheckpoint)
    {
        var (path, whole) = await MakeLogAsync();
        await using (var channel = await StartAsync(new TestHost(), withCheckpoint: true))
        {
            await channel.PutAsync("later");
            await channel.Store!.Checkpoints.RunAsync();
        }

        whole.AsSpan(from, Math.Min(until, EncryptedLog.FirstFrame(whole)) - from).Clear();
        await System.IO.File.WriteAllBytesAsync(path, whole);

        var (found, corrupt) = await ReadAsync(withCheckpoint, segments: 2);

        found.Should().Equal("later");
        corrupt.Should().BeGreaterThan(0);
    }

    [Test]
    public async Task A_log_cut_anywhere_gives_the_transactions_before_the_cut()
    {
        var (path, whole) = await MakeLogAsync();
        string[][] possible = [[], Bodies[..9], Bodies[..10], Bodies];
        for (var length = whole.Length; length >= 0; length = length is < 4090 and > 200 ? 200 : length - 1)
        {
            await System.IO.File.WriteAllBytesAsync(path, whole[..length]);

            var (found, corrupt) = await ReadAsync(withCheckpoint: false);

            corrupt.Should().Be(0, "a torn end is what a crash leaves: {0}", length);
            possible.Should().ContainEquivalentOf(found, options => options.WithStrictOrdering(), "{0} bytes", length);
        }
    }

    private const int LastFrame = 104;
    private const int LargestFrame = 9;

    private async Task<(string Path, byte[] Bytes)> MakeLogAsync()
    {
        await using (var channel = await StartAsync(new TestHost(), withCheckpoint: true))
        {
            await channel.PutAsync(Bodies[..9]);
            await channel.PutAsync(Bodies[9]);
            await channel.PutAsync(Bodies[10..]);
            await channel.Store!.Checkpoints.RunAsync();
        }

        var path = _temp.File("data0", Segment.NameOf(1));
        return (path, await System.IO.File.ReadAllBytesAsync(path));
    }

    // Leaves the folder as it is: nothing is committed, and no checkpoint written.
    private async Task<(List<string> Found, double Corrupt)> ReadAsync(bool withCheckpoint, uint segments = 1)
    {
        var host = new TestHost();
        await using var channel = await StartAsync(host, withCheckpoint);
        await using var transaction = channel.BeginTransaction();
        var found = await transaction.TakeBodiesAsync();
        await transaction.RollbackAsync();
        await channel.DisposeAsync();
        foreach (var made in Directory.GetFiles(_temp.File("data0"), "segment-*").Where(file => Segment.IdOf(Path.GetFileName(file)) > segments))
        {
            // A damaged event that a take met was discarded for good.
            System.IO.File.Delete(made);
        }

        return (found, host.Metrics.Groups.OfType<FileChannelCounters>().Single().Corrupt.Value);
    }

    private Task<FileChannel> StartAsync(TestHost host, bool withCheckpoint) => FileChannels.StartAsync(
        host,
        new FileChannelOptions { DataDirs = _temp.File("data0"), CheckpointDir = _temp.File(withCheckpoint ? "checkpoint" : "none"), CheckpointOnClose = false },
        new FileChannelEnvironment { Keys = Keys });
}
