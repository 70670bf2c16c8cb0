using FlumeSharp.Channels;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Metrics;
using FlumeSharp.Runtime;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>The same files give the same events, names and counters as under Java Flume.</summary>
public sealed class GoldenTests
{
    private static IEnumerable<string> Cases => GoldenCase.All;

    [TestCaseSource(nameof(Cases))]
    public async Task A_case_ends_as_under_java(string name)
    {
        var golden = new GoldenCase(name);
        using var folder = new TempFolder();
        golden.WriteFiles(folder.Path);
        var host = new TestHost();
        var expected = golden.Events(folder.Path);
        var keys = golden.Keys("a1.channels.c.", folder.Path);
        await using var channel = new MemoryChannel(
            new MemoryChannelOptions { Capacity = Number(keys, "capacity"), TransactionCapacity = Number(keys, "transactionCapacity"), KeepAlive = TimeSpan.Zero }, new AgentResources(1L << 30), host.Channel());
        await channel.StartAsync(CancellationToken.None);
        await using var source = new SpoolDirectorySource(SpoolHost.Bind(golden.Keys("a1.sources.r.", folder.Path)), host.Source(channel));
        var counters = host.Metrics.Groups.OfType<SpoolDirectoryCounters>().Single();

        await source.StartAsync(CancellationToken.None);
        await Eventually.IsTrue(
            () => counters.EventAccepted.Count >= expected.Count && (golden.IsHalted ? counters.ChannelWriteFail.Count > 0 : golden.FilesAfter.Keys.All(file => File.Exists(folder.File(file)))),
            "all arrives and the files have their names");
        await source.StopAsync(CancellationToken.None);

        (await DrainAsync(channel)).Should().Equal(expected);
        var files = Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder.Path, file), static file => new FileInfo(file).Length);
        files.Keys.Should().BeEquivalentTo(golden.FilesAfter.Keys);
        files.Where(static file => !file.Key.EndsWith(".meta", StringComparison.Ordinal)).Should().BeEquivalentTo(golden.FilesAfter.Where(static file => !file.Key.EndsWith(".meta", StringComparison.Ordinal)));
        if (!golden.IsHalted)
        {
            // How often a full channel is tried is a matter of time.
            counters.Metrics.OfType<Counter>().Where(counter => golden.Counters.ContainsKey(counter.Name)).ToDictionary(static counter => counter.Name, static counter => counter.Count)
                .Should().BeEquivalentTo(golden.Counters);
        }
    }

    [Test]
    public void A_tracker_file_is_written_as_java_writes_it()
    {
        using var folder = new TempFolder();
        var java = new GoldenCase("tracker-dir-mid-file").Meta;
        using (var tracker = TransferTracker.Begin(folder.File("meta"), "/tmp/golden/spool/a.log", 0))
        {
            tracker.Store(35);
            tracker.Store(70);
        }

        var ours = File.ReadAllBytes(folder.File("meta"));

        // All but the marker, which is random and stands behind the header and each record.
        Masked(ours).Should().Equal(Masked(java));
        TransferTracker.Read(folder.File("meta")).Should().Be(("/tmp/golden/spool/a.log", 70L));
    }

    [TestCase(0, 70)]
    [TestCase(1, 35)]
    [TestCase(17, 35)]
    [TestCase(20, 35)]
    [TestCase(21, 0)]
    [TestCase(39, 0)]
    public void The_last_whole_record_of_javas_tracker_file_counts(int cut, long offset)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("meta"), new GoldenCase("tracker-dir-mid-file").Meta[..^cut]);

        TransferTracker.Read(folder.File("meta")).Should().Be(("/tmp/golden/spool/a.log", offset));
    }

    [Test]
    public async Task A_file_that_java_was_reading_is_continued_where_it_was()
    {
        using var spool = new SpoolHost();
        var golden = new GoldenCase("tracker-dir-mid-file");
        golden.WriteFiles(spool.Folder.Path);
        Directory.CreateDirectory(Path.Combine(spool.Spool, ".flumespool"));

        // The path in Java's file is that of its run; a path of the same length makes it ours.
        var meta = System.Text.Encoding.Latin1.GetString(golden.Meta);
        var path = Path.Combine(spool.Spool, "a.log");
        path.Length.Should().BeLessThan(64);
        meta = meta.Replace("./tmp/golden/spool/a.log", (char)(path.Length * 2) + path, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(Path.Combine(spool.Spool, ".flumespool", ".flumespool-main.meta"), System.Text.Encoding.Latin1.GetBytes(meta));

        await using var source = await spool.StartAsync();
        await spool.CompletedAsync(1);

        spool.Bodies.Should().Equal(Enumerable.Range(10, 30).Select(static i => $"line {i}"));
    }

    private static int Number(Dictionary<string, string> keys, string key) => int.Parse(keys[key], System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] Masked(byte[] meta)
    {
        var marker = Avro.ContainerHeader.TryRead(meta)!.Marker;
        for (var at = meta.AsSpan().IndexOf(marker); at >= 0; at = meta.AsSpan().IndexOf(marker))
        {
            meta.AsSpan(at, marker.Length).Clear();
        }

        return meta;
    }

    private static async Task<List<string>> DrainAsync(MemoryChannel channel)
    {
        var all = new List<string>();
        channel.BeginDrain();
        while (true)
        {
            await using var transaction = channel.BeginTransaction();
            var batch = new EventBatch();
            if (await transaction.TakeAsync(batch, 10, CancellationToken.None) == 0)
            {
                return all;
            }

            all.AddRange(batch.Memory.ToArray().Select(GoldenCase.TextOf));
            await transaction.CommitAsync(CancellationToken.None);
        }
    }
}
