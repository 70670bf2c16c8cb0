using System.Net;
using FlumeSharp.Configuration;
using FlumeSharp.Configuration.Sources;
using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.Integration.Tests.Servers;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Configuration;

/// <summary>A configuration in a node of a real ZooKeeper.</summary>
[Category("Integration")]
[CancelAfter(180_000)]
public sealed class ZooKeeperConfigurationTests
{
    private const string Lines = """
        a1.channels = c1
        a1.sources = r1
        a1.sinks = k1
        a1.channels.c1.type = memory
        a1.sources.r1.type = seq
        a1.sources.r1.totalEvents = 7
        a1.sources.r1.channels = c1
        a1.sinks.k1.type = null
        a1.sinks.k1.channel = c1
        """;

    private ZooKeeperServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ZooKeeperServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Test]
    public async Task A_node_that_comes_changes_and_goes_is_noticed_at_once(CancellationToken deadline)
    {
        await using var source = Open("flume");
        var missing = (await source.LoadAsync(null, deadline))!;
        missing.IsAvailable.Should().BeFalse();
        missing.Configuration.Problems.Should().ContainSingle().Which.ToString().Should().Contain("there is no node /flume/a1");

        var hint = source.WaitForHintAsync(deadline).AsTask();
        await _server.ClientAsync("create /flume x", "create /flume/a1 channels=größe");
        await hint;
        var created = (await source.LoadAsync(missing, deadline))!;
        created.IsAvailable.Should().BeTrue();
        created.Configuration.Problems.Should().ContainSingle().Which.Key.Should().Be("channels");

        hint = source.WaitForHintAsync(deadline).AsTask();
        await _server.ClientAsync("set /flume/a1 a1.channels=${env:PATH}");
        await hint;
        var changed = (await source.LoadAsync(created, deadline))!;
        changed.Configuration.Properties.Single().Value.Should().Be("${env:PATH}", "Flume replaces no references in what ZooKeeper holds");
        changed.Configuration.Problems.Should().Contain(problem => problem.Code == "FS1010" && problem.Message.Contains("ZooKeeper", StringComparison.Ordinal));

        hint = source.WaitForHintAsync(deadline).AsTask();
        await _server.ClientAsync("delete /flume/a1");
        await hint;
        (await source.LoadAsync(changed, deadline))!.IsAvailable.Should().BeFalse();
    }

    [Test]
    public async Task Below_a_root_and_with_an_access_list(CancellationToken deadline)
    {
        await _server.ClientAsync("create /prod x", "create /prod/flume x", "addauth digest flume:hunter2", "create /prod/flume/a1 a1.channels=c1 auth::cdrwa");
        var options = new ConfigurationSourceOptions { AgentName = "a1", ZooKeeper = $"{_server.Address}/prod" };
        await using (var denied = ConfigurationSources.Open(options, new ConfigurationEnvironment()))
        {
            var problem = (await denied.LoadAsync(null, deadline))!.Configuration.Problems.Should().ContainSingle().Which;
            problem.ToString().Should().Contain("reading /prod/flume/a1 is not allowed");
        }

        var environment = new ConfigurationEnvironment { Variables = new Dictionary<string, string> { ["FLUME_ZOOKEEPER_DIGEST"] = "flume:hunter2" } };
        await using var source = ConfigurationSources.Open(options, environment);
        (await source.LoadAsync(null, deadline))!.IsAvailable.Should().BeTrue();
    }

    [Test]
    public async Task A_session_lives_longer_than_the_server_waits_for_it(CancellationToken deadline)
    {
        await _server.ClientAsync("create /long x", "create /long/a1 a1.channels=c1");
        await using var source = Open("long");
        var first = (await source.LoadAsync(null, deadline))!;

        // Ticks of 500 ms: the server gives up on a session that is silent for 10 seconds at most.
        var hint = source.WaitForHintAsync(deadline).AsTask();
        (await Task.WhenAny(hint, Task.Delay(TimeSpan.FromSeconds(12), deadline))).Should().NotBeSameAs(hint, "nothing has changed, and the session was kept by pings");
        await _server.ClientAsync("set /long/a1 a1.channels=c2");
        await hint;
        (await source.LoadAsync(first, deadline)).Should().NotBeNull();
    }

    [Test]
    public async Task A_server_that_dies_is_found_again(CancellationToken deadline)
    {
        // One of its own: the others need theirs.
        await using var server = await ZooKeeperServer.StartAsync();
        await server.ClientAsync("create /again x", "create /again/a1 a1.channels=c1");
        await using var source = Open("again", server);
        var first = (await source.LoadAsync(null, deadline))!;

        await server.KillAsync();
        await source.WaitForHintAsync(deadline);
        var gone = (await source.LoadAsync(first, deadline))!;
        gone.IsAvailable.Should().BeFalse();

        await server.RestartAsync();
        ConfigurationSnapshot? back = null;
        await Eventually.IsTrue(
            async () =>
            {
                await source.WaitForHintAsync(deadline);
                back = await source.LoadAsync(gone, deadline);
                return back is { IsAvailable: true };
            },
            "the node is read again",
            TimeSpan.FromSeconds(60));
        back!.Fingerprint.Should().Be(first.Fingerprint);
    }

    [Test]
    public async Task The_agent_runs_from_a_node(CancellationToken deadline)
    {
        using var folder = new TempFolder();
        await _server.ClientAsync("create /run x", "create /run/a1 x");
        await _server.WriteAsync("/run/a1", Lines, deadline);
        await using var agent = AgentProcess.Start(folder.Path, "agent", "-n", "a1", "-z", _server.Address, "-p", "/run", "--no-reload-conf", "-Dflume.root.logger=INFO,console");

        await agent.SaysAsync("Agent a1 is ready: 1 source, 1 channel, 1 sink");
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);
    }

    [Test]
    public async Task The_agent_waits_for_a_node_that_is_not_there(CancellationToken deadline)
    {
        using var folder = new TempFolder();
        await _server.ClientAsync("create /late x");
        await using var agent = AgentProcess.Start(
            folder.Path, "agent", "-n", "a1", "-z", _server.Address, "-p", "/late", "-Dflume.root.logger=INFO,console", "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0");
        await agent.SaysAsync("Agent a1 has no configuration yet and waits for one: ");
        agent.Output.Should().Contain("there is no node /late/a1").And.NotContain("lines look like");
        using var http = new HttpClient { BaseAddress = await agent.MonitoringAsync() };
        using (var ready = await http.GetAsync(new Uri("readyz", UriKind.Relative), deadline))
        {
            ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await ready.Content.ReadAsStringAsync(deadline)).Should().Contain("\"status\":\"waiting\"").And.Contain("there is no node /late/a1");
        }

        await _server.ClientAsync("create /late/a1 x");
        await _server.WriteAsync("/late/a1", Lines, deadline);

        await agent.SaysAsync("Agent a1 is ready: 1 source, 1 channel, 1 sink");
        await Eventually.IsTrue(async () => (await http.GetStringAsync(new Uri("readyz", UriKind.Relative), deadline)).Contains("\"ready\"", StringComparison.Ordinal), "it is ready");
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);
        agent.Output.Should().Contain("Stopped: ");
    }

    [Test]
    public async Task A_node_is_explained_and_drawn(CancellationToken deadline)
    {
        using var folder = new TempFolder();
        await _server.ClientAsync("create /told x", "create /told/a1 x");
        await _server.WriteAsync("/told/a1", Lines, deadline);
        string[] named = ["-n", "a1", "-z", _server.Address, "-p", "/told"];
        await using var explanation = AgentProcess.Start(folder.Path, ["explain", .. named]);
        await using var graph = AgentProcess.Start(folder.Path, ["graph", .. named, "--format", "dot"]);

        (await explanation.ExitAsync()).Should().Be(0);
        (await graph.ExitAsync()).Should().Be(0);
        await explanation.SaysAsync("Channel c1 (memory)");
        explanation.Output.Should().MatchRegex(@"totalEvents +7 +zookeeper:/told/a1:6");
        await graph.SaysAsync("digraph");
        graph.Output.Should().Contain("r1");
    }

    private IConfigurationSource Open(string basePath, ZooKeeperServer? server = null) => ConfigurationSources.Open(
        new ConfigurationSourceOptions { AgentName = "a1", ZooKeeper = (server ?? _server).Address, ZooKeeperBasePath = "/" + basePath }, new ConfigurationEnvironment());
}
