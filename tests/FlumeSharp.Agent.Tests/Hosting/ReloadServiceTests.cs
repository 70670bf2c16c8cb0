using FlumeSharp.Agent.Hosting.Reload;
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

    private static ConfigurationSnapshot Snapshot(int capacity) => new(
        FlumeConfiguration.Parse($"a1.channels = c1\na1.sinks = k1\na1.channels.c1.type = memory\na1.channels.c1.capacity = {capacity}\na1.sinks.k1.type = collect\na1.sinks.k1.channel = c1"), $"{capacity}");

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
