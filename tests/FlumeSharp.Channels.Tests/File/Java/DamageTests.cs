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

    [TestCase("clean-rollback", "data/log-1")]
    [TestCase("clean-inflight", "checkpoint/checkpoint")]
    [TestCase("clean-inflight", "checkpoint/checkpoint.meta")]
    [TestCase("clean-inflight", "checkpoint/inflighttakes")]
    [TestCase("clean-inflight", "data/log-1.meta")]
    [TestCase("encrypted-kill", "data/log-1.meta")]
    public void A_flipped_bit_never_makes_an_event(string name, string file)
    {
        using var golden = new GoldenChannel(name);
        var original = golden.Open().ReadEvents().Select(static item => item!).ToList();
        var expected = original.ConvertAll(GoldenChannel.Canonical);
        var everPut = Puts(golden);
        var path = golden.File(file);
        var bytes = System.IO.File.ReadAllBytes(path);
        var length = DataLength(bytes);
        if (file.StartsWith("data/log-1", StringComparison.Ordinal) && !file.EndsWith(".meta")) bytes = bytes[..(length + 100)];
        int silent = 0, errors=0, differ=0;
        for (var bit = 0; bit < length * 8; bit++)
        {
            if (file == "checkpoint/checkpoint" && bit / 8 is not (< 48 or (>= 8232 and < 8500))) continue;
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            System.IO.File.WriteAllBytes(path, bytes);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            try {
            var channel = golden.Open();
            var events = channel.ReadEvents().Where(static item => item is not null).Select(static item => GoldenChannel.Canonical(item!)).ToList();
            if (!events.SequenceEqual(expected)) {
               differ++;
               if (channel.Problems.Count == 0) { silent++; TestContext.Out.WriteLine($"silent {bit/8}.{bit%8}: {events.Count} of {expected.Count} new {events.Count(e=>!everPut.Contains(e))}"); }
               else if (!everPut.IsSupersetOf(events)) TestContext.Out.WriteLine($"NEW {bit/8}.{bit%8}");
               else if (events.Count != events.Distinct().Count()) TestContext.Out.WriteLine($"DUP {bit/8}.{bit%8}");
            } } catch (FlumeException e) { errors++; TestContext.Out.WriteLine($"error {bit/8}: {e.Message}"); }
        }
        TestContext.Out.WriteLine($"{length} bytes, {differ} differ {silent} silent {errors} errors");
    }

    private static HashSet<string> Puts(GoldenChannel golden) => [.. Records(golden.Name).Select(static record => record.Event).OfType<string>()];

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
