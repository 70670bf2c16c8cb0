namespace FlumeSharp.Runtime.Reload;

// What exists while a reload is at work. Every step keeps it true, so that whatever goes wrong, the way back starts from here.
internal sealed class LiveNodes(PipelineNodes nodes)
{
    private readonly HashSet<ChannelNode> _before = [.. nodes.Channels];
    private long _moved;

    /// <summary>Events that were moved out of channels which ran before: their counters have them as delivered.</summary>
    public long Moved => Interlocked.Read(ref _moved);

    public Dictionary<string, ChannelNode> Channels { get; } = nodes.Channels.ToDictionary(static node => node.Plan.Name, StringComparer.Ordinal);

    public Dictionary<string, SinkNode> Sinks { get; } = nodes.Runners.SelectMany(static node => node.Sinks).ToDictionary(static node => node.Plan.Name, StringComparer.Ordinal);

    /// <summary>Loops, by <see cref="SinkRunnerPlan.Id"/>.</summary>
    public Dictionary<string, SinkRunnerNode> Runners { get; } = nodes.Runners.ToDictionary(static node => node.Plan.Id, StringComparer.Ordinal);

    public Dictionary<string, SourceNode> Sources { get; } = nodes.Sources.ToDictionary(static node => node.Plan.Name, StringComparer.Ordinal);

    /// <summary>Channels that were replaced and may still hold events for their successor of the same name.</summary>
    public List<ChannelNode> Detached { get; } = [];

    /// <summary>Events that a channel which opened only a part of its predecessor's folders did not find.</summary>
    public List<(string Channel, long Events, bool IsDurable)> LeftBehind { get; } = [];

    /// <summary>Ways into channels that no source uses any more.</summary>
    public List<(SourcePlan Plan, SourceRoute Route)> OldRoutes { get; } = [];

    public void CountMoved(ChannelNode from, int events) => Interlocked.Add(ref _moved, _before.Contains(from) ? events : 0);

    /// <summary>What runs, as a plan to compare another one with.</summary>
    public PipelinePlan AsPlan(string agentName) => new(
        agentName,
        [.. Channels.Values.Select(static node => node.Plan)],
        [.. Sources.Values.Select(static node => node.Plan)],
        [.. Runners.Values.Select(static node => node.Plan)],
        []);

    /// <summary>What runs, in the order of a plan.</summary>
    public PipelineNodes InOrderOf(PipelinePlan plan) => new(
        plan,
        [.. plan.Channels.Select(c => Channels.GetValueOrDefault(c.Name)).OfType<ChannelNode>()],
        [.. plan.SinkRunners.Select(r => Runners.GetValueOrDefault(r.Id)).OfType<SinkRunnerNode>()],
        [.. plan.Sources.Select(s => Sources.GetValueOrDefault(s.Name)).OfType<SourceNode>()]);
}
