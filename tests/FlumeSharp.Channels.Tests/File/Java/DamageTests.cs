using System.Text.Json;
using FlumeSharp.Channels.File.JavaLogs;

namespace FlumeSharp.Channels.Tests.File.Java;

/// <summary>What Flume wrote, cut and flipped everywhere: the reader ends, and never makes up an event.</summary>
public sealed class DamageTests
{
    [Test]
    public void A_log_cut_anywhere_gives_what_its_whole_records_say()
    {
        using var golden = new GoldenChannel("kill-no-later-checkpoint");
        var path = golden.File("data", "log-1");
        var records = Records(golden.Name);
        var log = System.IO.File.ReadAllBytes(path);

        // The last record is a commit, 36 bytes.
        long[] ends = [.. records.Skip(1).Select(static record => record.Offset), records[^1].Offset + 36];
        for (var cut = (int)ends[^1] + 6; cut >= 0; cut--)
        {
            System.IO.File.WriteAllBytes(path, log.AsSpan(0, cut));

            var events = golden.Open().ReadEvents().Select(static item => GoldenChannel.Canonical(item!)).ToList();

            events.Should().Equal(Model(records.Where((_, i) => ends[i] <= cut)), "the log was cut at {0}", cut);
        }
    }

    [TestCase("clean-rollback", "data/log-1", 0, 1690)]
    [TestCase("clean-inflight", "checkpoint/checkpoint", 0, 48)]
    [TestCase("clean-inflight", "checkpoint/checkpoint", 8232, 8500)]
    [TestCase("clean-inflight", "checkpoint/checkpoint.meta", 0, 37)]
    [TestCase("clean-inflight", "checkpoint/inflighttakes", 0, 72)]
    [TestCase("clean-inflight", "data/log-1.meta", 0, 47)]
    [TestCase("encrypted-kill", "data/log-1.meta", 0, 91)]
    [TestCase("dual-compressed-primary-bad", "backup/checkpoint.snappy", 0, 927)]
    public void A_flipped_bit_never_makes_an_event_and_never_goes_unnoticed(string name, string file, int from, int to)
    {
        using var golden = new GoldenChannel(name);
        CutFiller(golden.File("data", "log-1"));
        var directories = golden.Directories;
        var keys = golden.Keys;
        var sound = JavaFileChannel.Open(directories, keys);
        var expected = Read(sound);
        var usual = sound.Problems.Select(static problem => problem.ToString()).ToList();
        var records = Records(name);
        var everPut = records.Select(static record => record.Event).OfType<string>().ToHashSet();
        var bodies = everPut.Select(Body).ToHashSet();

        using var bytes = new FileStream(golden.File(file), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        for (var bit = from * 8L; bit < to * 8L; bit++)
        {
            Flip(bytes, bit);
            try
            {
                var channel = JavaFileChannel.Open(directories, keys);
                var events = Read(channel);
                var isHeaderText = file == "data/log-1" && IsHeaderText(records, bit / 8);

                events.Should().OnlyHaveUniqueItems("bit {0} was flipped", bit);
                events.Select(Body).Should().BeSubsetOf(bodies, "bit {0} was flipped", bit);
                events.Count(item => !everPut.Contains(item)).Should().BeLessThanOrEqualTo(isHeaderText ? 1 : 0, "bit {0} was flipped", bit);
                if (!isHeaderText && !events.SequenceEqual(expected))
                    channel.Problems.Select(static problem => problem.ToString()).Should().NotEqual(usual, "bit {0} was flipped", bit);
            }
            catch (FlumeException refusal)
            {
                refusal.Message.Should().ContainAny("log-1", "key");
            }

            Flip(bytes, bit);
        }
    }

    [Test]
    public void An_encrypted_log_with_flipped_bytes_gives_no_event_that_was_not_put()
    {
        using var golden = new GoldenChannel("encrypted-kill");
        var path = golden.File("data", "log-1");
        CutFiller(path);
        var directories = golden.Directories;
        var keys = golden.Keys;
        var bodies = Records(golden.Name).Select(static record => record.Event).OfType<string>().Select(Body).ToHashSet();

        using var bytes = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        for (var at = 0; at < bytes.Length; at++)
        {
            var bit = (at * 8L) + (at % 8);
            Flip(bytes, bit);

            Read(JavaFileChannel.Open(directories, keys)).Select(Body).Should().BeSubsetOf(bodies, "bit {0} was flipped", bit);

            Flip(bytes, bit);
        }
    }

    // The body has a checksum, the headers have none: whoever wrote the format could not tell either.
    private static bool IsHeaderText(List<Record> records, long at)
    {
        const int BeforeHeaders = 5 + 1 + 23 + 1;
        var put = records.FindLast(record => record.Offset <= at)!;
        return put.Type == "Put" && at >= put.Offset + BeforeHeaders;
    }

    private static List<string> Read(JavaFileChannel channel) => [.. channel.ReadEvents().OfType<Event>().Select(GoldenChannel.Canonical)];

    private static string Body(string canonical) => canonical[canonical.LastIndexOf(']')..];

    private static void Flip(FileStream file, long bit)
    {
        file.Position = bit / 8;
        var value = file.ReadByte();
        file.Position = bit / 8;
        file.WriteByte((byte)(value ^ (1 << (int)(bit % 8))));
        file.Flush();
    }

    // Flume fills the rest of a file's last mebibyte; reading it again for each bit takes time and shows nothing.
    private static void CutFiller(string path)
    {
        const int Kept = 100;
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        file.SetLength(DataLength(bytes) + Kept);
    }

    private static int DataLength(byte[] bytes) => bytes.AsSpan().LastIndexOfAnyExcept((byte)0x80) + 1;

    private static List<string> Model(IEnumerable<Record> records)
    {
        var queue = new List<(long Offset, string Event)>();
        var open = new Dictionary<long, List<Record>>();
        foreach (var record in records)
        {
            if (!open.TryGetValue(record.Transaction, out var list))
                open.Add(record.Transaction, list = []);
            list.Add(record);
            if (record.Type == "Commit")
            {
                foreach (var part in list)
                {
                    if (part.Type == "Put")
                        queue.Add((part.Offset, part.Event!));
                    else if (part.Type == "Take")
                        queue.RemoveAll(item => item.Offset == part.Taken);
                }
            }

            if (record.Type is "Commit" or "Rollback")
                open.Remove(record.Transaction);
        }

        return queue.ConvertAll(static item => item.Event);
    }

    private static List<Record> Records(string name)
    {
        var lines = System.IO.File.ReadAllLines(Path.Combine(GoldenChannel.Folder, name, "records.ndjson"));
        var parsed = lines.Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        return parsed.ConvertAll(record => new Record(
            record.GetProperty("offset").GetInt64(),
            record.GetProperty("type").GetString()!,
            record.GetProperty("tx").GetInt64(),
            record.TryGetProperty("body64", out _) ? GoldenChannel.Canonical(record) : null,
            record.TryGetProperty("takesOffset", out var taken) ? taken.GetInt64() : -1));
    }

    private sealed record Record(long Offset, string Type, long Transaction, string? Event, long Taken);
}
