using System.Globalization;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>The same events and configurations as in recorded runs of Java Flume 1.11: the same files, names and counters.</summary>
internal sealed class HdfsSinkGoldenTests
{
    // What Java accepts and then retries for ever, or refuses later, is refused by the plan here.
    private static readonly string[] RefusedByThePlan = ["data-with-codec", "seq-writeformat-wrongcase", "serializer-unknown"];

    // An ISO 8601 timestamp is as good as milliseconds here, so this event is delivered.
    private const string IsoIsNoPoison = "poison-seq-iso-timestamp";

    // Java opens and closes a file per event when more buckets alternate than may be open; here a batch is sorted by bucket first.
    private const string FewerFiles = "names-max-open-2";

    [TestCaseSource(typeof(GoldenCase), nameof(GoldenCase.Names))]
    public async Task The_sink_writes_what_Java_wrote(string name)
    {
        using var folder = new TempFolder();
        var golden = new GoldenCase(name);
        var keys = golden.Keys(folder.Path);
        if (RefusedByThePlan.Contains(name, StringComparer.Ordinal))
        {
            HdfsSinkHost.Bind(keys).Problems.Should().Contain(static p => p.Severity == ProblemSeverity.Error);
            return;
        }

        keys.TryAdd("hdfs.timeZone", "UTC");
        await using var host = await HdfsSinkHost.StartAsync(keys, Clock);
        host.Channel.Add(golden.Events);
        if (golden.Expected.TryGetProperty("error", out _) && name != IsoIsNoPoison)
        {
            await ExpectPoison(host);
            return;
        }

        await host.DrainAsync();
        var whileOpen = GoldenCase.FilesBelow(folder.File("out")).Keys.ToList();
        await host.StopAsync();
        var files = GoldenCase.FilesBelow(folder.File("out"));

        if (name == FewerFiles)
        {
            files.Keys.Select(static file => file.Split('/')[0]).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(GoldenCase.Strings(golden.Expected.GetProperty("files")));
            host.Counter("EventDrainSuccessCount").Should().Be(200);
            return;
        }

        whileOpen.Should().BeEquivalentTo(WithoutChecksums(golden, "filesWhileOpen"));
        files.Keys.Should().BeEquivalentTo(WithoutChecksums(golden, "files"));
        if (name == IsoIsNoPoison)
        {
            host.Counter("EventDrainSuccessCount").Should().Be(1);
            return;
        }

        foreach (var (file, bytes) in golden.Files)
        {
            // A colon cannot be part of a name in every checkout.
            var written = files.Single(f => f.Key.Replace(':', '_') == file).Value;
            MaskSync(written).Should().Equal(MaskSync(bytes), file);
        }

        foreach (var counter in golden.Expected.GetProperty("counters").EnumerateObject())
        {
            host.Counter(counter.Name).Should().Be(counter.Value.GetInt64(), counter.Name);
        }
    }

    private static FakeTimeProvider Clock => new(DateTimeOffset.Parse("2026-11-24T03:00:00Z", CultureInfo.InvariantCulture));

    private static async Task ExpectPoison(HdfsSinkHost host)
    {
        var events = host.Channel.EventCount;
        var process = async () => await host.Sink.ProcessAsync(CancellationToken.None);

        await process.Should().ThrowAsync<EventDeliveryException>();

        host.Channel.EventCount.Should().Be(events);
        host.Counter("EventWriteFail").Should().Be(1);
        await host.StopAsync();
    }

    private static List<string> WithoutChecksums(GoldenCase golden, string list) =>
        GoldenCase.Strings(golden.Expected.GetProperty(list)).Where(static file => !file.EndsWith(".crc", StringComparison.Ordinal)).ToList();

    // The random marker stands at the end of the header; wherever it occurs it counts as zeros.
    private static byte[] MaskSync(byte[] file)
    {
        if (!file.AsSpan().StartsWith("SEQ\u0006"u8))
        {
            return file;
        }

        var header = 4 + 1 + file[4] + 1 + file[5 + file[4]] + 2 + 4;
        var marker = file.AsSpan(header, 16).ToArray();
        for (var at = file.AsSpan().IndexOf(marker); at >= 0; at = file.AsSpan().IndexOf(marker))
        {
            file.AsSpan(at, 16).Clear();
        }

        return file;
    }
}
