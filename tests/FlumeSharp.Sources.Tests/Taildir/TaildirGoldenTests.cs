using System.Text.Json.Nodes;
using FlumeSharp.Channels;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.Runtime;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Sources.Taildir;

/// <summary>Replays what Java Flume was given, from its own configurations, and compares events, position files and counters.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class TaildirGoldenTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "FlumeSharp.Sources.Tests", "Taildir", "Golden");

    // How often a full channel was tried depends on the pauses.
    private static readonly string[] CountersThatDependOnTime = ["ChannelWriteFail", "EventReceivedCount", "AppendBatchReceivedCount"];

    private static IEnumerable<string> Cases() => Directory.GetDirectories(Folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Cases))]
    public async Task Does_what_Flume_does(string name)
    {
        using var temp = new TempFolder();
        var golden = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, name, "case.json")))!;
        Directory.CreateDirectory(temp.File("logs"));

        var counters = await RunAsync(name, temp, golden["operations"]!.AsArray(), "events.ndjson");

        counters.Should().BeEquivalentTo(Expected(golden, name));
        (await File.ReadAllTextAsync(temp.File("pos.json"))).Should().Be(await PositionsAsync(name, temp, golden));
        if (golden["operationsAfterReopening"]?.AsArray() is { } again)
        {
            await RunAsync(name, temp, again, "events-reopened.ndjson");
            var positions = JsonNode.Parse(await File.ReadAllTextAsync(temp.File("pos.json")))!.AsArray();
            var sizes = golden["filesAfterReopening"]!.AsObject();
            positions.Select(static entry => entry!["file"]!.GetValue<string>()).Should().BeEquivalentTo(sizes.Select(size => temp.File(size.Key)).Where(static file => file.EndsWith(".log", StringComparison.Ordinal)));
        }
    }

    // The inodes are those of the recorded run.
    private static async Task<string> PositionsAsync(string name, TempFolder temp, JsonNode golden)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, name, "pos.json"));
        foreach (var (inode, file) in golden["inodes"]!.AsObject())
        {
            if (FileStatus.TryGet(temp.File(file!.GetValue<string>()), out var status))
            {
                text = text.Replace($"\"inode\":{inode},", $"\"inode\":{status.Identity.Inode},", StringComparison.Ordinal);
            }
        }

        return text.Replace("@DIR@", temp.Path, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, long>> RunAsync(string name, TempFolder temp, JsonArray operations, string events)
    {
        var host = new TestHost();
        var expected = (await File.ReadAllLinesAsync(Path.Combine(Folder, name, events))).Select(static line => JsonNode.Parse(line)!).ToList();
        Pipeline? pipeline = null;
        string? halted = null;
        Dictionary<string, long>? counters = null;
        for (var step = 0; step < operations.Count; step++)
        {
            var operation = operations[step]!;
            string At(string member) => temp.File(operation[member]!.GetValue<string>());
            switch (operation["op"]!.GetValue<string>())
            {
                case "write":
                    await File.WriteAllBytesAsync(At("file"), Convert.FromBase64String(operation["data64"]!.GetValue<string>()));
                    if (operation["mtime"] is { } time)
                    {
                        File.SetLastWriteTimeUtc(At("file"), DateTimeOffset.FromUnixTimeMilliseconds(time.GetValue<long>()).UtcDateTime);
                    }

                    break;
                case "append":
                    await File.AppendAllBytesAsync(At("file"), Convert.FromBase64String(operation["data64"]!.GetValue<string>()));
                    if (pipeline is null)
                    {
                        // The clock of the file system may not have moved between two of them, and it says which file comes first.
                        File.SetLastWriteTimeUtc(At("file"), DateTime.UtcNow.AddMilliseconds(step * 10));
                    }

                    break;
                case "rename":
                    File.Move(At("from"), At("to"));
                    break;
                case "start":
                    pipeline = await StartAsync(name, temp, host);
                    break;
                case "drain":
                    var wanted = expected.Where(item => item["step"]!.GetValue<int>() == step + 1).Select(item => TextOf(item, temp)).ToArray();
                    var channel = (IChannel)pipeline!.Find(ComponentKind.Channel, "c")!;
                    await Eventually.IsTrue(() => channel.EventCount >= wanted.Length, $"{wanted.Length} events");
                    if (operations[step + 1]!["op"]!.GetValue<string>() == "halt")
                    {
                        await Eventually.IsTrue(() => !File.ReadAllText(temp.File("pos.json")).Contains("\"pos\":0", StringComparison.Ordinal), "the timer saves the positions");
                        halted = await File.ReadAllTextAsync(temp.File("pos.json"));
                        counters = Counters(host.Metrics, name);
                    }

                    (await DrainAsync(channel)).Should().Equal(wanted, $"step {step}");
                    break;
                default:
                    break;
            }
        }

        await pipeline!.StopAsync();
        await pipeline.DisposeAsync();
        if (halted is not null)
        {
            await File.WriteAllTextAsync(temp.File("pos.json"), halted);
        }

        return counters ?? Counters(host.Metrics, name);
    }

    private static async Task<Pipeline> StartAsync(string name, TempFolder temp, TestHost host)
    {
        var text = (await File.ReadAllTextAsync(Path.Combine(Folder, name, "agent.conf"))).Replace("@DIR@", temp.Path, StringComparison.Ordinal);
        var registry = new ComponentRegistry(typeof(TaildirSource).Assembly, typeof(MemoryChannel).Assembly, typeof(ChannelProcessor).Assembly);
        var plan = new Planner(registry, new AgentResources(1L << 30)).Plan(FlumeConfiguration.Parse(text), "a1");
        plan.Sources.Should().HaveCount(1, string.Join('\n', plan.Problems));
        var services = new PipelineServices(host.Activator, NullLoggerFactory.Instance, TimeProvider.System, host.Metrics);
        return await new Reconciler(services, new PipelineOptions { DrainTimeout = TimeSpan.Zero }).StartAsync(plan, CancellationToken.None);
    }

    private static async Task<string[]> DrainAsync(IChannel channel)
    {
        await using var transaction = channel.BeginTransaction();
        var taken = new EventBatch();
        for (var left = (int)channel.EventCount; left > 0;)
        {
            left -= await transaction.TakeAsync(taken, left);
        }

        await transaction.CommitAsync();
        return [.. taken.Memory.ToArray().Select(static item => Line(item.Headers.Select(static h => $"{h.Key}={h.Value}"), Convert.ToBase64String(item.Body.Span)))];
    }

    private static string TextOf(JsonNode item, TempFolder temp) => Line(
        item["headers"]!.AsObject().Select(header => $"{header.Key}={header.Value!.GetValue<string>().Replace("@DIR@", temp.Path, StringComparison.Ordinal)}"),
        item["body64"]!.GetValue<string>());

    private static string Line(IEnumerable<string> headers, string body) => $"{string.Join(',', headers.Order(StringComparer.Ordinal))} {body}";

    private static Dictionary<string, long> Counters(MetricsRegistry metrics, string name) => metrics.Groups.OfType<TaildirCounters>().Single().Metrics.OfType<Counter>()
        .Where(static counter => counter.Count > 0).Where(counter => IsCompared(counter.Name, name)).ToDictionary(static counter => counter.Name, static counter => counter.Count);

    private static Dictionary<string, long> Expected(JsonNode golden, string name) => golden["counters"]!.AsObject()
        .Where(counter => IsCompared(counter.Key, name)).ToDictionary(static counter => counter.Key, static counter => counter.Value!.GetValue<long>());

    private static bool IsCompared(string counter, string name) => name != "killed-full-channel" || !CountersThatDependOnTime.Contains(counter);
}
