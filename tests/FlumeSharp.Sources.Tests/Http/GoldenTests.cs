using System.Collections.Frozen;
using FlumeSharp.Channels;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.Runtime;
using FlumeSharp.Sources.Http;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Sources.Tests.Http;

/// <summary>
/// Replays every request that Java Flume was sent against the same ten sources, made from the same configuration, and compares
/// status, connection, counters and events. Where we differ stands in <see cref="Departures"/> and in docs/reference/sources/http.md.
/// </summary>
[NonParallelizable]
public sealed class GoldenTests
{
    private static readonly IReadOnlyList<GoldenCase> Cases = GoldenCase.ReadAll();
    private static readonly TestHost Host = new();
    private static Pipeline s_pipeline = null!;

    /// <summary>A case where we answer otherwise on purpose: what we do, and why.</summary>
    internal sealed record Departure(int Status, bool IsKept, string Reason)
    {
        /// <summary>The counters that move; none when left out.</summary>
        public IReadOnlyDictionary<string, long> Counters { get; init; } = FrozenDictionary<string, long>.Empty;

        /// <summary>Whether the events are stored although Flume stores none.</summary>
        public string[] Events { get; init; } = [];
    }

    private const string HealthCheck = "GET and HEAD without a body on / are health checks";
    private const string KestrelRefuses = "Kestrel refuses the request before we see it";

    private static readonly Dictionary<string, long> OneEventStored = new()
    {
        ["AppendBatchAcceptedCount"] = 1,
        ["AppendBatchReceivedCount"] = 1,
        ["EventAcceptedCount"] = 1,
        ["EventReceivedCount"] = 1,
    };

    internal static readonly FrozenDictionary<string, Departure> Departures = new Dictionary<string, Departure>
    {
        ["get-no-body"] = new(200, true, HealthCheck),
        ["head-no-body"] = new(200, true, HealthCheck),
        ["http10-get-nobody"] = new(200, false, HealthCheck),
        ["content-encoding-gzip"] = new(200, true, "compressed requests are understood")
        {
            Counters = OneEventStored,
            Events = ["{a=1} eA=="],
        },
        ["no-slash-target"] = new(405, false, KestrelRefuses),
        ["empty-target"] = new(400, false, KestrelRefuses),
        ["http09"] = new(400, false, KestrelRefuses),
        ["http20"] = new(505, false, KestrelRefuses),
        ["two-hosts"] = new(400, false, KestrelRefuses),
        ["http10-no-content-length"] = new(400, false, KestrelRefuses),
        ["blobab-raw-utf8-query"] = new(400, false, KestrelRefuses),
    }.ToFrozenDictionary();

    [OneTimeSetUp]
    public async Task StartTheTenSources()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(GoldenCase.Folder, "http.conf"));
        text = System.Text.RegularExpressions.Regex.Replace(text, "245[0-9][0-9]", "0");
        var registry = new ComponentRegistry(typeof(HttpSource).Assembly, typeof(MemoryChannel).Assembly, typeof(ChannelProcessor).Assembly);
        var plan = new Planner(registry, new AgentResources(1L << 30)).Plan(FlumeConfiguration.Parse(text), "a1");
        plan.Sources.Should().HaveCount(10, string.Join('\n', plan.Problems));
        var services = new PipelineServices(Host.Activator, NullLoggerFactory.Instance, TimeProvider.System, Host.Metrics);
        s_pipeline = await new Reconciler(services, new PipelineOptions()).StartAsync(plan, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Stop() => await s_pipeline.DisposeAsync();

    public static IEnumerable<TestCaseData> InFileOrder() => Cases.Select(static c => new TestCaseData(c.Id).SetArgDisplayNames(c.Id));

    [TestCaseSource(nameof(InFileOrder))]
    public async Task Answers_like_Flume(string id)
    {
        var golden = Cases.First(c => c.Id == id);
        var departure = Departures.GetValueOrDefault(id);
        var source = (HttpSource)s_pipeline.Find(ComponentKind.Source, golden.Source)!;
        var before = CountersOf(golden.Source);
        using var client = await RawClient.ConnectAsync(source.Address!);

        await client.SendAsync(golden.Request);
        var answer = await client.ReadAnswerAsync(golden.IsHead);
        if (golden.HasFurtherAnswers)
        {
            await client.ReadAnswerAsync();
        }

        answer.Should().NotBeNull("an answer is expected");
        answer!.Status.Should().Be(departure?.Status ?? golden.Status, answer.Text);
        (await client.IsKeptAsync()).Should().Be(departure?.IsKept ?? golden.IsKept, "the connection");
        Delta(before, CountersOf(golden.Source)).Should().BeEquivalentTo(departure?.Counters ?? golden.Counters);
        await CompareEventsAsync(golden, departure);
        if (departure is null && golden.ContentType is { } type && golden.Status != 200)
        {
            answer.Header("Content-Type").Should().Be(answer.Header("Content-Length") == "0" ? null : type);
        }
    }

    [Test]
    public void Departures_name_cases_that_exist() => Departures.Keys.Should().BeSubsetOf(Cases.Select(static c => c.Id));

    private static async Task CompareEventsAsync(GoldenCase golden, Departure? departure)
    {
        var channels = s_pipeline.Plan.Sources.Single(s => s.Name == golden.Source).Channels;
        if (golden.EventsByChannel(channels[0]) is not { } expected)
        {
            return;
        }

        foreach (var name in channels)
        {
            var wanted = departure?.Events ?? expected[name];
            (await DrainAsync((IChannel)s_pipeline.Find(ComponentKind.Channel, name)!)).Should().Equal(wanted, $"events of {name}");
        }
    }

    private static async Task<string[]> DrainAsync(IChannel channel)
    {
        await using var transaction = channel.BeginTransaction();
        var taken = new EventBatch();
        var count = (int)channel.EventCount;
        for (var left = count; left > 0; left -= await transaction.TakeAsync(taken, left))
        {
        }

        await transaction.CommitAsync();
        return [.. taken.Events.ToArray().Select(GoldenCase.TextOf)];
    }

    private static Dictionary<string, long> CountersOf(string source) => Host.Metrics.Groups.OfType<SourceCounters>()
        .Single(g => g.Component == source).Metrics.OfType<Counter>().ToDictionary(static c => c.Name, static c => c.Count);

    private static Dictionary<string, long> Delta(Dictionary<string, long> before, Dictionary<string, long> after) =>
        after.Where(c => c.Value != before[c.Key]).ToDictionary(static c => c.Key, c => c.Value - before[c.Key]);
}
