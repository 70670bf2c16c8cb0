using FlumeSharp.Components;

namespace FlumeSharp.Runtime.Reload;

// What a new plan adds to what runs, made and not started. Making it is the first step of a reload, because it disturbs nothing.
internal sealed class NewNodes
{
    private readonly PlanDiff _diff;
    private readonly bool _keepsInterceptors;

    public NewNodes(LiveNodes live, PipelinePlan plan, PlanDiff diff, PipelineFactory factory, bool drains, bool keepsInterceptors)
    {
        _diff = diff;
        _keepsInterceptors = keepsInterceptors;
        var all = new Dictionary<string, ChannelNode>(StringComparer.Ordinal);
        foreach (var channel in plan.Channels)
        {
            if (IsNew(ComponentKind.Channel, channel.Name) && factory.CreateChannel(channel) is { } made)
            {
                Channels[channel.Name] = made;
            }

            if (Channels.TryGetValue(channel.Name, out var node) || live.Channels.TryGetValue(channel.Name, out node))
            {
                all[channel.Name] = node;
            }
        }

        foreach (var runner in plan.SinkRunners.Where(runner => IsNew(ComponentKind.SinkGroup, runner.Id)))
        {
            var sinks = runner.Sinks.Where(sink => all.ContainsKey(sink.Channel)).Select(sink => SinkFor(sink, live, factory, all[sink.Channel])).OfType<SinkNode>();
            if (factory.CreateSinkRunner(runner, [.. sinks], drains) is { } made)
            {
                Runners[runner.Id] = made;
            }
        }

        foreach (var source in plan.Sources.Where(source => source.Channels.All(all.ContainsKey)))
        {
            AddSource(source, live, factory, all);
        }
    }

    public Dictionary<string, ChannelNode> Channels { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SinkNode> Sinks { get; } = new(StringComparer.Ordinal);

    /// <summary>Loops, by <see cref="SinkRunnerPlan.Id"/>.</summary>
    public Dictionary<string, SinkRunnerNode> Runners { get; } = new(StringComparer.Ordinal);

    /// <summary>Sources that are made anew.</summary>
    public Dictionary<string, SourceNode> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>Running sources on their new way, those included that will be replaced after that.</summary>
    public Dictionary<string, SourceNode> Rerouted { get; } = new(StringComparer.Ordinal);

    private bool IsNew(ComponentKind kind, string name) => _diff.Of(kind, name) is Change.Added or Change.Replaced;

    private SinkNode? SinkFor(SinkPlan sink, LiveNodes live, PipelineFactory factory, ChannelNode channel)
    {
        if (!IsNew(ComponentKind.Sink, sink.Name))
        {
            return live.Sinks[sink.Name];
        }

        if (factory.CreateSink(sink, channel) is { } made)
        {
            Sinks[sink.Name] = made;
        }

        return Sinks.GetValueOrDefault(sink.Name);
    }

    private void AddSource(SourcePlan plan, LiveNodes live, PipelineFactory factory, Dictionary<string, ChannelNode> channels)
    {
        var change = _diff.Of(ComponentKind.Source, plan.Name);
        var running = live.Sources.GetValueOrDefault(plan.Name);
        if (change is Change.Kept || factory.CreateRoute(plan, channels, _keepsInterceptors ? running : null) is not { } route)
        {
            return;
        }

        var hasStarted = running?.Supervisor.Started.IsCompletedSuccessfully is true;
        if (running is not null && hasStarted)
        {
            // One that will be replaced is sent the new way first, so that it need not end before the new channels are there.
            var asPlanned = change is Change.Rerouted ? plan : running.Plan with
            {
                Channels = plan.Channels,
                Selector = plan.Selector,
                Interceptors = plan.Interceptors,
                Fingerprint = $"{running.Plan.OwnFingerprint}:{plan.Fingerprint}",
            };
            Rerouted[plan.Name] = running.On(asPlanned, route, [.. plan.Channels.Select(name => channels[name])]);
        }

        if ((change is not Change.Rerouted || !hasStarted) && factory.CreateSource(plan, route, channels) is { } made)
        {
            Sources[plan.Name] = made;
        }
    }
}
