using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FlumeSharp.Channels;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;
using FlumeSharp.Sources.Http;
using FlumeSharp.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Agent.Hosting;

/// <summary>The real HTTP source and both real channels under load, while the configuration changes at random.</summary>
public sealed class ReloadUnderLoadTests
{
    private const int Reloads = 200;
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new();
    private readonly Delivered _delivered = new();

    [Test]
    public async Task Two_hundred_random_reloads_lose_nothing_that_was_acknowledged()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("RELOAD_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        await TestContext.Progress.WriteLineAsync($"RELOAD_SEED={seed}");
        using var folder = new TempFolder();
        var port = FreePort();
        var random = new Random(seed);
        var configuration = new RandomConfiguration(random, port, folder.Path);
        var host = new TestHost().Add(_delivered);
        var services = new PipelineServices(host.Activator, NullLoggerFactory.Instance, TimeProvider.System, host.Metrics);
        var reconciler = new Reconciler(services, new PipelineOptions());
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await using var pipeline = await reconciler.StartAsync(Plan(configuration.Text()), CancellationToken.None);
        using var enough = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 3).Select(client => Task.Run(() => PostAsync(client, port, enough.Token))).ToArray();

        var refused = 0;
        var wasApplied = false;
        for (var i = 0; i < Reloads; i++)
        {
            // From time to time nothing is delivered, and channels that change are full.
            _delivered.IsRefusing = i % 20 is >= 10 and < 14 && (_delivered.IsRefusing || wasApplied);
            configuration.KeepsChannels = _delivered.IsRefusing;
            var text = configuration.Next();
            var outcome = await reconciler.ApplyAsync(pipeline, Plan(text)).WaitAsync(_deadline);

            wasApplied = outcome.IsApplied;
            var hadNoRoom = outcome.Failure?.Contains("has room for", StringComparison.Ordinal) is true;
            outcome.IsApplied.Should().Be(!configuration.IsImpossible && !hadNoRoom, "seed {0}, reload {1}: {2}\n{3}", seed, i, outcome.Failure, text);
            outcome.LeftBehind.Should().BeEmpty("seed {0}, reload {1}\n{2}", seed, i, text);
            refused += outcome.IsApplied ? 0 : 1;
        }

        await enough.CancelAsync();
        await Task.WhenAll(clients).WaitAsync(_deadline);
        await Eventually.IsTrue(
            () => Channels(pipeline).All(static channel => channel.EventCount == 0), "the sinks empty the channels", TimeSpan.FromSeconds(60));
        var report = await pipeline.StopAsync().WaitAsync(_deadline);

        await TestContext.Progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{Reloads} reloads, {refused} of them refused, {_acknowledged.Count} events, {_delivered.Bodies.Values.Sum()} deliveries, {clock.Elapsed.TotalSeconds:F0} s"));
        report.Remaining.Should().BeEmpty();
        _acknowledged.Keys.Where(body => !_delivered.Bodies.ContainsKey(body)).Should().BeEmpty("seed {0}", seed);
        _acknowledged.Count.Should().BeGreaterThan(Reloads, "there was load");
    }

    private async Task PostAsync(int client, int port, CancellationToken enough)
    {
        using var http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")), Timeout = _deadline };
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            string[] bodies = [.. Enumerable.Range(0, 5).Select(n => string.Create(CultureInfo.InvariantCulture, $"{client}-{i}-{n}"))];
            while (!await TryPostAsync(http, bodies))
            {
                // The port is closed for a moment, or a channel is full: a client tries again, as long as it takes.
                await Task.Delay(5, CancellationToken.None);
            }

            foreach (var body in bodies)
            {
                _acknowledged[body] = true;
            }

            await Task.Delay(1, CancellationToken.None);
        }
    }

    private static async Task<bool> TryPostAsync(HttpClient http, string[] bodies)
    {
        try
        {
            using var content = new StringContent($"[{string.Join(',', bodies.Select(static body => $"{{\"body\":\"{body}\"}}"))}]", System.Text.Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri("", UriKind.Relative), content);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static IEnumerable<IChannel> Channels(Pipeline pipeline) =>
        pipeline.Plan.Channels.Select(channel => pipeline.Find(ComponentKind.Channel, channel.Name)).OfType<IChannel>();

    private static PipelinePlan Plan(string text)
    {
        var registry = new ComponentRegistry(typeof(HttpSource).Assembly, typeof(MemoryChannel).Assembly, typeof(IComponent).Assembly, typeof(CollectSink).Assembly);
        var plan = new Planner(registry, new AgentResources(1L << 40)).Plan(FlumeConfiguration.Parse(text), "a1");
        plan.HasErrors.Should().BeFalse(string.Join('\n', plan.Problems));
        return plan;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
