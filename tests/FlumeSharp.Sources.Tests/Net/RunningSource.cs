using System.Net;
using System.Net.Sockets;
using System.Text;
using FlumeSharp.Channels;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.Runtime;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Tests.Net;

/// <summary>A source on this machine alone with a memory channel behind it, made from the keys a test gives.</summary>
internal sealed class RunningSource : IAsyncDisposable
{
    private readonly Pipeline _pipeline;

    private RunningSource(Pipeline pipeline, TestHost host)
    {
        _pipeline = pipeline;
        Host = host;
    }

    public TestHost Host { get; }

    public ISource Source => (ISource)_pipeline.Find(ComponentKind.Source, "r1")!;

    public SourceCounters Counters => Host.Metrics.Groups.OfType<SourceCounters>().Single();

    public IChannel Channel => (IChannel)_pipeline.Find(ComponentKind.Channel, "c1")!;

    public static PipelinePlan Plan(string type, string keys, int capacity = 10_000)
    {
        var lines = keys.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static line => "a1.sources.r1." + line);
        var text = $"""
            a1.sources = r1
            a1.channels = c1
            a1.sources.r1.type = {type}
            a1.sources.r1.channels = c1
            a1.channels.c1.type = memory
            a1.channels.c1.capacity = {capacity}
            a1.channels.c1.transactionCapacity = {Math.Min(capacity, 100)}
            a1.channels.c1.keep-alive = 0
            {string.Join('\n', lines)}
            """;
        var registry = new ComponentRegistry(typeof(ISource).Assembly, typeof(Syslog.GoldenSyslogTests).Assembly, typeof(Sources.Syslog.SyslogTcpSource).Assembly, typeof(MemoryChannel).Assembly);
        return new Planner(registry, new AgentResources(1L << 30)).Plan(FlumeConfiguration.Parse(text), "a1");
    }

    public static async Task<RunningSource> StartAsync(string type, string keys = "", int capacity = 10_000)
    {
        var host = new TestHost();
        var plan = Plan(type, keys, capacity);
        plan.Sources.Should().ContainSingle(string.Join('\n', plan.Problems));
        var services = new PipelineServices(host.Activator, host.LoggerFactory, TimeProvider.System, host.Metrics);
        return new(await new Reconciler(services, new PipelineOptions()).StartAsync(plan, CancellationToken.None), host);
    }

    public static async Task<NetworkStream> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public long Metric(string name) => (long)Counters.Metrics.Single(metric => metric.Name == name).Value;

    public Task HasAsync(long events) => Eventually.IsTrue(() => Channel.EventCount >= events, $"{events} events in the channel, where there are {Channel.EventCount}");

    /// <summary>The events in the channel, which is empty afterwards.</summary>
    public async Task<Event[]> TakeAsync()
    {
        await using var transaction = Channel.BeginTransaction();
        var taken = new EventBatch();
        for (var left = (int)Math.Min(Channel.EventCount, 100); left > 0; left -= await transaction.TakeAsync(taken, left))
        {
        }

        await transaction.CommitAsync();
        var events = taken.Events.ToArray();
        return Channel.EventCount > 0 ? [.. events, .. await TakeAsync()] : events;
    }

    public async Task<string[]> TakeBodiesAsync() => [.. (await TakeAsync()).Select(static e => Encoding.UTF8.GetString(e.Body.Span))];

    public Task StopAsync() => _pipeline.StopAsync();

    public ValueTask DisposeAsync() => _pipeline.DisposeAsync();
}
