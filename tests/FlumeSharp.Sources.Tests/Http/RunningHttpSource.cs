using System.Text;
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

/// <summary>An HTTP source with a memory channel of 1000 events behind it, made from the keys a test gives.</summary>
internal sealed class RunningHttpSource : IAsyncDisposable
{
    private readonly Pipeline _pipeline;
    private readonly TestHost _host;

    private RunningHttpSource(Pipeline pipeline, TestHost host)
    {
        _pipeline = pipeline;
        _host = host;
        Source = (HttpSource)pipeline.Find(ComponentKind.Source, "r1")!;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Source.Address };
    }

    public HttpSource Source { get; }

    public HttpClient Client { get; }

    public SourceCounters Counters => _host.Metrics.Groups.OfType<SourceCounters>().Single();

    public IChannel Channel => (IChannel)_pipeline.Find(ComponentKind.Channel, "c1")!;

    public static PipelinePlan Plan(string keys)
    {
        var lines = keys.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static line => "a1.sources.r1." + line);
        var text = $"""
            a1.sources = r1
            a1.channels = c1
            a1.sources.r1.type = http
            a1.sources.r1.bind = 127.0.0.1
            a1.sources.r1.port = 0
            a1.sources.r1.channels = c1
            a1.channels.c1.type = memory
            a1.channels.c1.capacity = 1000
            a1.channels.c1.transactionCapacity = 1000
            a1.channels.c1.keep-alive = 0
            {string.Join('\n', lines)}
            """;
        var registry = new ComponentRegistry(
            typeof(HttpSource).Assembly, typeof(MemoryChannel).Assembly, typeof(ChannelProcessor).Assembly, typeof(RunningHttpSource).Assembly);
        return new Planner(registry, new AgentResources(1L << 30)).Plan(FlumeConfiguration.Parse(text), "a1");
    }

    public static async Task<RunningHttpSource> StartAsync(string keys = "")
    {
        var host = new TestHost();
        var plan = Plan(keys);
        plan.Sources.Should().ContainSingle(string.Join('\n', plan.Problems));
        var services = new PipelineServices(host.Activator, NullLoggerFactory.Instance, TimeProvider.System, host.Metrics);
        return new(await new Reconciler(services, new PipelineOptions()).StartAsync(plan, CancellationToken.None), host);
    }

    public Task<HttpResponseMessage> PostAsync(string body, string type = "application/json", string? encoding = null) =>
        PostAsync(Encoding.UTF8.GetBytes(body), type, encoding);

    public Task<HttpResponseMessage> PostAsync(byte[] body, string type = "application/json", string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        return Client.PostAsync(new Uri("/", UriKind.Relative), content);
    }

    /// <summary>The bodies of the events in the channel, which is empty afterwards.</summary>
    public async Task<string[]> TakeBodiesAsync()
    {
        await using var transaction = Channel.BeginTransaction();
        var taken = new EventBatch();
        for (var left = (int)Channel.EventCount; left > 0; left -= await transaction.TakeAsync(taken, left))
        {
        }

        await transaction.CommitAsync();
        return [.. taken.Events.ToArray().Select(static e => Encoding.UTF8.GetString(e.Body.Span))];
    }

    public Task StopAsync() => _pipeline.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _pipeline.DisposeAsync();
    }
}
