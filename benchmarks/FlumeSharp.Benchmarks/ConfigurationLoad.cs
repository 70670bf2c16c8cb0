using System.Diagnostics;
using System.Globalization;
using System.Text;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Configuration;
using FlumeSharp.Configuration.Sources;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;
using FlumeSharp.Sinks.Null;
using FlumeSharp.Sources.Sequence;

namespace FlumeSharp.Benchmarks;

/// <summary>From a file to the plan, as at the start of an agent and at each reload: the first time in a process, and once it is warm.</summary>
internal static class ConfigurationLoad
{
    private const int WarmRuns = 50;

    public static async Task RunAsync(string[] arguments)
    {
        var components = arguments is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 200;
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Write(components));
            var first = await LoadAsync(file, components);
            var warm = new List<Cost>();
            for (var i = 0; i < WarmRuns; i++)
                warm.Add(await LoadAsync(file, components));
            var wall = warm.Select(cost => cost.Wall).Order().ElementAt(WarmRuns / 2);
            var cpu = warm.Select(cost => cost.Cpu).Order().ElementAt(WarmRuns / 2);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{components} components, {new FileInfo(file).Length / 1024} KiB: first load {first.Wall:F0} ms ({first.Cpu:F0} ms of CPU), then {wall:F1} ms ({cpu:F1} ms of CPU; median of {WarmRuns})"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<Cost> LoadAsync(string file, int components)
    {
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var registry = new ComponentRegistry(typeof(SequenceSource).Assembly, typeof(MemoryChannel).Assembly, typeof(NullSink).Assembly, typeof(FlumeConfiguration).Assembly);
        var environment = ConfigurationEnvironment.FromProcess(TimeProvider.System) with { AgentName = "a1", Components = registry };
        var source = ConfigurationSources.Open(new ConfigurationSourceOptions { AgentName = "a1", Files = [file], WatchesForChanges = false }, environment);
        await using var _ = source;
        var snapshot = await source.LoadAsync(null, CancellationToken.None);
        var plan = new Planner(registry, new AgentResources(1L << 34)).Plan(snapshot!.Configuration, "a1");
        var cost = new Cost(clock.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        if (plan.HasErrors || plan.Sources.Length + plan.Channels.Length + plan.Sinks.Count() != components)
            throw new InvalidOperationException($"The plan is not whole: {string.Join('\n', plan.Problems)}");
        return cost;
    }

    /// <summary>Milliseconds; CPU counts all threads, the compiler's among them.</summary>
    private sealed record Cost(double Wall, double Cpu);

    // In equal shares: HTTP sources with an interceptor, memory channels and HDFS sinks, all with references.
    private static string Write(int components)
    {
        var channels = components / 3;
        var sources = (components - channels) / 2;
        var sinks = components - channels - sources;
        var text = new StringBuilder("ROOT = file:///tmp/events\nBATCH = 100\n");
        text.Append("a1.sources = ").AppendJoin(' ', Enumerable.Range(0, sources).Select(i => $"r{i}")).Append('\n');
        text.Append("a1.channels = ").AppendJoin(' ', Enumerable.Range(0, channels).Select(i => $"c{i}")).Append('\n');
        text.Append("a1.sinks = ").AppendJoin(' ', Enumerable.Range(0, sinks).Select(i => $"k{i}")).Append('\n');
        for (var i = 0; i < sources; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"a1.sources.r{i}.type = http\na1.sources.r{i}.port = {20000 + i}\na1.sources.r{i}.channels = c{i % channels}\n");
            text.Append(CultureInfo.InvariantCulture, $"a1.sources.r{i}.interceptors = i\na1.sources.r{i}.interceptors.i.type = static\na1.sources.r{i}.interceptors.i.key = origin\na1.sources.r{i}.interceptors.i.value = r{i}\n");
        }

        for (var i = 0; i < channels; i++)
            text.Append(CultureInfo.InvariantCulture, $"a1.channels.c{i}.type = memory\na1.channels.c{i}.capacity = 10000\na1.channels.c{i}.transactionCapacity = ${{BATCH}}\na1.channels.c{i}.byteCapacity = 1000000\n");
        for (var i = 0; i < sinks; i++)
            text.Append(CultureInfo.InvariantCulture, $"a1.sinks.k{i}.type = hdfs\na1.sinks.k{i}.channel = c{i % channels}\na1.sinks.k{i}.hdfs.path = ${{ROOT}}/{i}/%Y-%m-%d\na1.sinks.k{i}.hdfs.batchSize = ${{BATCH}}\na1.sinks.k{i}.hdfs.fileType = DataStream\na1.sinks.k{i}.hdfs.rollSize = 0\n");
        return text.ToString();
    }
}
