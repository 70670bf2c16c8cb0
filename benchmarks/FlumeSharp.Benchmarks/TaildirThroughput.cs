using System.Diagnostics;
using System.Globalization;
using System.Text;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.Runtime;
using FlumeSharp.Sinks.Null;
using FlumeSharp.Sources.Taildir;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Benchmarks;

/// <summary>
/// taildir → memory → null on a file that is in the page cache, against a bare program that reads the same lines (<see cref="FileLines"/>),
/// in turns. <c>taildir [megabytes] [rounds]</c>.
/// </summary>
internal static class TaildirThroughput
{
    private const int LineLength = 200;

    public static async Task RunAsync(string[] args)
    {
        var megabytes = args is [var size, ..] ? int.Parse(size, CultureInfo.InvariantCulture) : 512;
        var rounds = args is [_, var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 5;
        var folder = Directory.CreateTempSubdirectory("flumesharp-taildir-");
        try
        {
            var path = Path.Combine(folder.FullName, "a.log");
            var lines = Write(path, megabytes);
            Console.WriteLine($"{lines} lines of {LineLength} bytes, {Environment.ProcessorCount} cores, medians of {rounds} rounds in turn");
            Console.WriteLine("batch  million events/s  bare  ratio  CPU µs/event  bare");
            foreach (var batchSize in new[] { 100, 1000 })
            {
                await MeasureAsync(folder.FullName, path, lines, batchSize, rounds);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder, string path, long lines, int batchSize, int rounds)
    {
        var agent = new List<(double Rate, double Cpu)>();
        var bare = new List<(double Rate, double Cpu)>();
        for (var round = -1; round < rounds; round++)
        {
            var one = await TimeAsync(lines, () => TailAsync(folder, lines, batchSize));
            var other = await TimeAsync(lines, async () =>
            {
                if (await FileLines.ReadAsync(path) != lines)
                {
                    throw new InvalidOperationException("The bare program lost lines.");
                }
            });
            if (round >= 0)
            {
                agent.Add(one);
                bare.Add(other);
            }
        }

        var (rate, bareRate) = (Median(agent, static r => r.Rate), Median(bare, static r => r.Rate));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{batchSize,5}  {rate / 1e6,16:F2}  {bareRate / 1e6,4:F2}  {rate / bareRate,5:F2}  {Median(agent, static r => r.Cpu),12:F3}  {Median(bare, static r => r.Cpu),4:F3}"));
    }

    private static async Task<(double Rate, double Cpu)> TimeAsync(long lines, Func<Task> run)
    {
        GC.Collect();
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await run();
        return (lines / clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / lines);
    }

    private static async Task TailAsync(string folder, long lines, int batchSize)
    {
        File.Delete(Path.Combine(folder, "position.json"));
        var registry = new ComponentRegistry(typeof(TaildirSource).Assembly, typeof(MemoryChannel).Assembly, typeof(NullSink).Assembly, typeof(ChannelProcessor).Assembly);
        var configuration = FlumeConfiguration.Parse($"""
            a1.sources = r1
            a1.channels = c1
            a1.sinks = k1
            a1.sources.r1.type = taildir
            a1.sources.r1.filegroups = f1
            a1.sources.r1.filegroups.f1 = {folder}/.*\\.log
            a1.sources.r1.positionFile = {folder}/position.json
            a1.sources.r1.batchSize = {batchSize}
            a1.sources.r1.channels = c1
            a1.channels.c1.type = memory
            a1.channels.c1.capacity = 10000
            a1.channels.c1.transactionCapacity = 1000
            a1.sinks.k1.type = null
            a1.sinks.k1.batchSize = {batchSize}
            a1.sinks.k1.channel = c1
            """);
        var plan = new Planner(registry, AgentResources.Detect()).Plan(configuration, "a1");
        var metrics = new MetricsRegistry();
        var services = new PipelineServices(new ComponentActivator(new Resources()), NullLoggerFactory.Instance, TimeProvider.System, metrics);
        await using var pipeline = await new Reconciler(services, new PipelineOptions()).StartAsync(plan, CancellationToken.None);
        var drained = metrics.Groups.OfType<SinkCounters>().Single().EventDrainSuccess;
        while (drained.Count < lines)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        await pipeline.StopAsync();
        if (drained.Count != lines)
        {
            throw new InvalidOperationException($"{lines} lines went in and {drained.Count} came out.");
        }
    }

    private static long Write(string path, int megabytes)
    {
        using var file = new BufferedStream(File.Create(path), 1 << 20);
        var lines = megabytes * 1024L * 1024 / (LineLength + 1);
        for (var i = 0L; i < lines; i++)
        {
            file.Write(Encoding.ASCII.GetBytes($"{i} ".PadRight(LineLength, 'x')));
            file.WriteByte((byte)'\n');
        }

        return lines;
    }

    private static double Median(List<(double Rate, double Cpu)> results, Func<(double Rate, double Cpu), double> value)
    {
        var sorted = results.Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed class Resources : IServiceProvider
    {
        private readonly AgentResources _resources = AgentResources.Detect();

        public object? GetService(Type serviceType) => serviceType == typeof(AgentResources) ? _resources : null;
    }
}
