using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using FlumeSharp.Channels;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.Sources;
using FlumeSharp.Sources.SpoolDirectory;
using FlumeSharp.Sources.SpoolDirectory.Lines;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Benchmarks;

/// <summary>
/// spooldir → memory channel → a taker that forgets the events, against a bare program that reads the same file and splits its lines: one
/// thread, a <see cref="PipeReader"/>, a vectorised search, one object per line. <c>spooldir [MiB] [runs]</c>.
/// </summary>
internal static class SpoolDirectoryThroughput
{
    private const int LineLength = 100;

    public static async Task RunAsync(string[] args)
    {
        var size = args is [var mebibytes, ..] ? int.Parse(mebibytes, CultureInfo.InvariantCulture) : 512;
        var runs = args is [_, var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 5;
        var folder = Directory.CreateTempSubdirectory("flumesharp-spool-");
        try
        {
            var file = Path.Combine(folder.FullName, "lines");
            var lines = Write(file, size);
            Console.WriteLine($"{lines} lines of {LineLength} bytes, {size} MiB, from the page cache, {Environment.ProcessorCount} cores; {runs} runs in turn");
            Console.WriteLine("batch  bare million lines/s  spooldir million lines/s  ratio (median)");
            foreach (var batchSize in new[] { 100, 1000 })
            {
                var ratios = new List<double>();
                var bare = new List<double>();
                var spooled = new List<double>();
                for (var run = 0; run <= runs; run++)
                {
                    var bareRate = await MeasureAsync(lines, () => BareAsync(file));
                    var spoolRate = await MeasureAsync(lines, () => SpoolAsync(folder.FullName, file, batchSize, lines));
                    if (run == 0)
                    {
                        continue;
                    }

                    bare.Add(bareRate);
                    spooled.Add(spoolRate);
                    ratios.Add(spoolRate / bareRate);
                }

                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{batchSize,5}  {Median(bare) / 1e6,20:F2}  {Median(spooled) / 1e6,24:F2}  {Median(ratios),14:F2}"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static long Write(string file, int mebibytes)
    {
        var lines = ((long)mebibytes << 20) / LineLength;
        using var writer = new StreamWriter(file);
        for (var i = 0L; i < lines; i++)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{i,20} ").PadRight(LineLength - 1, (char)('a' + (i % 26))));
            writer.Write('\n');
        }

        return lines;
    }

    private static async Task<double> MeasureAsync(long lines, Func<Task<long>> run)
    {
        var clock = Stopwatch.StartNew();
        var seen = await run();
        return seen == lines ? lines / clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"{seen} of {lines} lines were seen.");
    }

    private static async Task<long> BareAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        var lines = 0L;
        Event? last = null;
        while (true)
        {
            var result = await reader.ReadAsync();
            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } at)
            {
                last = new Event(buffer.Slice(0, at).ToArray());
                buffer = buffer.Slice(buffer.GetPosition(1, at));
                lines++;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                GC.KeepAlive(last);
                return lines;
            }
        }
    }

    private static async Task<long> SpoolAsync(string folder, string file, int batchSize, long lines)
    {
        var spool = Directory.CreateDirectory(Path.Combine(folder, "spool")).FullName;
        var spooled = Path.Combine(spool, "lines");
        File.Move(file, spooled);
        await using var channel = MemoryChannelHost.Create(10 * batchSize, batchSize);
        await channel.StartAsync(CancellationToken.None);
        var registry = new ComponentRegistry(typeof(IComponent).Assembly, typeof(SpoolDirectorySource).Assembly);
        var options = new SpoolDirectorySourceOptions
        {
            SpoolDirectory = spool,
            BatchSize = batchSize,
            Deserializer = new ComponentReference(registry.Find(ComponentKind.Deserializer, "line")!, new LineDeserializerOptions()),
        };
        await using var source = new SpoolDirectorySource(options, Context(channel));
        var taking = Task.Run(() => TakeAsync(channel, batchSize, lines), CancellationToken.None);
        await source.StartAsync(CancellationToken.None);
        var taken = await taking;
        while (!File.Exists(spooled + ".COMPLETED"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        await source.StopAsync(CancellationToken.None);
        File.Move(spooled + ".COMPLETED", file);
        return taken;
    }

    private static SourceContext Context(MemoryChannel channel) => new()
    {
        AgentName = "a1",
        Name = "r1",
        Kind = ComponentKind.Source,
        Logger = NullLogger.Instance,
        LoggerFactory = NullLoggerFactory.Instance,
        TimeProvider = TimeProvider.System,
        Metrics = new MetricsRegistry(),
        Activator = new ComponentActivator(new NoServices()),
        Processor = new ChannelProcessor(new ReplicatingSelector(new ReplicatingSelectorOptions(), new SelectorContext("r1", [channel])), [], NullLogger.Instance),
    };

    private static async Task<long> TakeAsync(MemoryChannel channel, int batchSize, long lines)
    {
        var batch = new EventBatch(batchSize);
        long taken = 0;
        while (taken < lines)
        {
            batch.Clear();
            await using var transaction = channel.BeginTransaction();
            taken += await transaction.TakeAsync(batch, batchSize, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        return taken;
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
