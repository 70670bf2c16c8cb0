using FlumeSharp.Agent.Hosting.Reload;
using FlumeSharp.Agent.Monitoring;
using FlumeSharp.Channels;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Configuration.Sources;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Hosting;

public sealed class ReloadServiceTests
{
    [Test]
    public async Task A_configuration_whose_reload_broke_off_is_looked_at_again_with_the_next_poll()
    {
        var host = new TestHost().Add(new Delivered());
        var services = new PipelineServices(host.Activator, host.LoggerFactory, TimeProvider.System, host.Metrics);
        var options = new PipelineOptions();
        var planner = new Planner(new ComponentRegistry(typeof(MemoryChannel).Assembly, typeof(IComponent).Assembly, typeof(CollectSink).Assembly), new AgentResources(1L << 40));
        var current = Configured.From(Snapshot(100), planner, "a1");
        await using var pipeline = await new Reconciler(services, options).StartAsync(current.Plan, CancellationToken.None);
        var agent = new RunningAgent(current.Plan) { Pipeline = pipeline };
        await using var source = new BreakingSource(Snapshot(200));
        using var service = new ReloadService(
            agent, current, source, planner, new ReloadSettings(IsWatching: true, TimeSpan.FromMilliseconds(10), ReloadMode.Diff, IsStrict: false, PidFile: null), services, options, host.Metrics);

        await service.StartingAsync(CancellationToken.None);
        await service.StartedAsync(CancellationToken.None);

        await Eventually.IsTrue(() => agent.Plan.Channels[0].Properties["capacity"] == "200", "the second look applies it", TimeSpan.FromSeconds(30));
        source.HasBroken.Should().BeTrue();
        await Eventually.IsTrue(() => agent.Rejection is null, "nothing is rejected any more");
        await service.StoppingAsync(CancellationToken.None);
        await service.StoppedAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task An_agent_without_a_configuration_waits_says_why_and_starts_what_comes()
    {
        var host = new TestHost().Add(new Delivered());
        var services = new PipelineServices(host.Activator, host.LoggerFactory, TimeProvider.System, host.Metrics);
        var options = new PipelineOptions();
        var planner = new Planner(new ComponentRegistry(typeof(MemoryChannel).Assembly, typeof(IComponent).Assembly, typeof(CollectSink).Assembly), new AgentResources(1L << 40));
        var nothing = Configured.From(new ConfigurationSnapshot(FlumeConfiguration.Parse(""), "gone", IsAvailable: false), planner, "a1");
        var agent = new RunningAgent(nothing.Plan) { Waiting = new Rejection("there is no node", DateTimeOffset.UnixEpoch) };
        var hasStarted = false;
        agent.Started += () => hasStarted = true;
        await using var source = new ChangingSource { Next = nothing.Snapshot };
        var agentService = new AgentService(agent, services, options, new LastWord(TextWriter.Null, IsNeeded: false));
        using var service = new ReloadService(
            agent, nothing, source, planner, new ReloadSettings(IsWatching: true, TimeSpan.FromMilliseconds(10), ReloadMode.Diff, IsStrict: false, PidFile: null), services, options, host.Metrics);

        await agentService.StartAsync(CancellationToken.None);
        await service.StartingAsync(CancellationToken.None);
        await agentService.StartedAsync(CancellationToken.None);
        await service.StartedAsync(CancellationToken.None);

        agent.Pipeline.Should().BeNull();
        host.Logs.GetSnapshot().Should().ContainSingle(record => record.Message == "Agent a1 has no configuration yet and waits for one: there is no node");
        HealthWriter.Ready(agent).Should().Be((false, """{"status":"not ready","agent":"a1","configuration":{"status":"waiting","since":"1970-01-01T00:00:00.0000000+00:00","reason":"there is no node"}}"""));

        // A configuration that is wrong does not end the wait, and is told at once; the next one may be right.
        source.Next = new ConfigurationSnapshot(FlumeConfiguration.Parse("a1.channels = c1"), "wrong");
        await Eventually.IsTrue(() => agent.Waiting!.Reason.Contains("nothing left to run", StringComparison.Ordinal), "the reason is the new one");
        agent.Pipeline.Should().BeNull();

        source.Next = Snapshot(100, "a1.sinks.k1.fails = true");
        await Eventually.IsTrue(() => hasStarted, "the agent starts", TimeSpan.FromSeconds(30));
        agent.Waiting.Should().BeNull();
        agent.Pipeline!.Components.Select(status => status.Name).Should().Equal("c1", "k1");
        HealthWriter.Ready(agent).Json.Should().Contain("k1 cannot start", "what cannot start is tried again, as after any start").And.NotContain("configuration");
        await Eventually.IsTrue(
            () => host.Logs.GetSnapshot().Any(record => record.Message.StartsWith("Agent a1 runs in part", StringComparison.Ordinal)), "the log says what runs");

        await service.StoppingAsync(CancellationToken.None);
        await agentService.StoppingAsync(CancellationToken.None);
        await service.StoppedAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        await agentService.StoppedAsync(CancellationToken.None);
    }

    [Test]
    public async Task What_was_refused_and_is_asked_for_again_is_not_called_a_change()
    {
        await using var agent = await Running.StartAsync(Snapshot(100), isWatching: false);
        agent.Source.Next = new(FlumeConfiguration.Parse(Text(100).Replace("collect", "nothing", StringComparison.Ordinal)), "wrong");

        agent.Service.Ask();
        await Eventually.IsTrue(() => agent.Answers.Count == 1, "the first answer", TimeSpan.FromSeconds(30));
        agent.Service.Ask();
        await Eventually.IsTrue(() => agent.Answers.Count == 2, "the second answer", TimeSpan.FromSeconds(30));

        agent.Answers.Should().AllSatisfy(static answer => (answer.Outcome, answer.WasAsked).Should().Be(("rejected", true)));
        var lines = agent.Host.Logs.GetSnapshot().Select(static record => record.Message).ToList();
        lines.Should().ContainSingle(static line => line.StartsWith("The configuration has changed", StringComparison.Ordinal));
        lines.Should().ContainSingle(static line => line == "The configuration that was not applied is tried again; a test has not changed.");
    }

    [Test]
    public async Task Who_asks_hears_of_a_change_that_was_noticed_before_and_of_its_losses_once()
    {
        await using var agent = await Running.StartAsync(Snapshot(100), isWatching: true);
        agent.Delivered.IsRefusing = true;
        await ((IChannel)agent.Pipeline.Find(ComponentKind.Channel, "c1")!).PutAsync("1", "2", "3");

        agent.Source.Next = new(FlumeConfiguration.Parse(Text(100).Replace("c1", "c2", StringComparison.Ordinal)), "other");
        await Eventually.IsTrue(() => agent.Answers.Count == 1, "the change is noticed", TimeSpan.FromSeconds(30));
        agent.Service.Ask();
        await Eventually.IsTrue(() => agent.Answers.Count == 2, "the first answer", TimeSpan.FromSeconds(30));
        agent.Service.Ask();
        await Eventually.IsTrue(() => agent.Answers.Count == 3, "the second answer", TimeSpan.FromSeconds(30));

        agent.Answers.Select(static answer => (answer.Outcome, answer.WasAsked, answer.LeftBehind)).Should().Equal(
            ("applied", false, 3), ("unchanged", true, 3), ("unchanged", true, 0));
        agent.Answers[0].Text.Should().EndWith("; 3 events of channel c1 lost");
        agent.Answers[1].Text.Should().Match("the configuration is the one that runs, since a change applied at *Z: * of channel c1 lost");
    }

    private static string Text(int capacity) =>
        $"a1.channels = c1\na1.sinks = k1\na1.channels.c1.type = memory\na1.channels.c1.capacity = {capacity}\na1.sinks.k1.type = collect\na1.sinks.k1.channel = c1";

    private static ConfigurationSnapshot Snapshot(int capacity, string lines = "") => new(FlumeConfiguration.Parse($"{Text(capacity)}\n{lines}"), $"{capacity}");

    /// <summary>A service over a pipeline of its own, with a configuration that the test changes.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();

        private Running(TestHost host, Delivered delivered, Pipeline pipeline) => (Host, Delivered, Pipeline) = (host, delivered, pipeline);

        public TestHost Host { get; }

        public Delivered Delivered { get; }

        public Pipeline Pipeline { get; }

        public ChangingSource Source { get; private init; } = null!;

        public ReloadService Service { get; private set; } = null!;

        public IReadOnlyList<ReloadAnswer> Answers => ReloadReport.ReadOutcomes(_folder.File("a1.pid"));

        public static async Task<Running> StartAsync(ConfigurationSnapshot first, bool isWatching)
        {
            var delivered = new Delivered();
            var host = new TestHost().Add(delivered);
            var services = new PipelineServices(host.Activator, host.LoggerFactory, TimeProvider.System, host.Metrics);
            var options = new PipelineOptions { DrainTimeout = TimeSpan.FromMilliseconds(100) };
            var planner = new Planner(new ComponentRegistry(typeof(MemoryChannel).Assembly, typeof(IComponent).Assembly, typeof(CollectSink).Assembly), new AgentResources(1L << 40));
            var current = Configured.From(first, planner, "a1");
            var pipeline = await new Reconciler(services, options).StartAsync(current.Plan, CancellationToken.None);
            var running = new Running(host, delivered, pipeline) { Source = new ChangingSource { Next = first } };
            running.Service = new ReloadService(
                new RunningAgent(current.Plan) { Pipeline = pipeline }, current, running.Source, planner,
                new ReloadSettings(isWatching, TimeSpan.FromMilliseconds(10), ReloadMode.Diff, IsStrict: false, running._folder.File("a1.pid")), services, options, host.Metrics);
            await running.Service.StartingAsync(CancellationToken.None);
            await running.Service.StartedAsync(CancellationToken.None);
            return running;
        }

        public async ValueTask DisposeAsync()
        {
            await Service.StoppingAsync(CancellationToken.None);
            await Service.StoppedAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
            Service.Dispose();
            await Pipeline.DisposeAsync();
            await Source.DisposeAsync();
            _folder.Dispose();
        }
    }

    private sealed class ChangingSource : IConfigurationSource
    {
        private volatile ConfigurationSnapshot _next = null!;

        public ConfigurationSnapshot Next
        {
            get => _next;
            set => _next = value;
        }

        public string Description => "a test";

        public TimeSpan PollInterval => TimeSpan.FromSeconds(1);

        public ValueTask<ConfigurationSnapshot?> LoadAsync(ConfigurationSnapshot? previous, CancellationToken cancellationToken) =>
            Next is var next && previous?.Fingerprint == next.Fingerprint ? ValueTask.FromResult<ConfigurationSnapshot?>(null) : ValueTask.FromResult<ConfigurationSnapshot?>(next);

        public async ValueTask WaitForHintAsync(CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Has one changed text, and is broken once after it has given it out.</summary>
    private sealed class BreakingSource(ConfigurationSnapshot next) : IConfigurationSource
    {
        public bool HasBroken { get; private set; }

        public string Description
        {
            get
            {
                if (HasBroken)
                {
                    return "a test";
                }

                HasBroken = true;
                throw new InvalidOperationException("broken");
            }
        }

        public TimeSpan PollInterval => TimeSpan.FromSeconds(1);

        public ValueTask<ConfigurationSnapshot?> LoadAsync(ConfigurationSnapshot? previous, CancellationToken cancellationToken) =>
            ValueTask.FromResult(previous?.Fingerprint == next.Fingerprint ? null : next);

        public async ValueTask WaitForHintAsync(CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
