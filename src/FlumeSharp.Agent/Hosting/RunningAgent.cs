using FlumeSharp.Agent.Hosting.Reload;
using FlumeSharp.Components;
using FlumeSharp.Runtime;

namespace FlumeSharp.Agent.Hosting;

/// <summary>What runs of a plan right now, for those who look from outside.</summary>
internal sealed class RunningAgent(PipelinePlan plan)
{
    private volatile Pipeline? _pipeline;
    private volatile PipelinePlan _plan = plan;
    private volatile Rejection? _rejection;
    private volatile Rejection? _waiting;

    /// <summary>Is told when an agent that had to wait for its configuration has started.</summary>
    public event Action? Started;

    /// <summary>The plan that should run.</summary>
    public PipelinePlan Plan
    {
        get => _plan;
        set => _plan = value;
    }

    /// <summary>The last configuration, when it was not applied; <see langword="null"/> while what runs is what the configuration says.</summary>
    public Rejection? Rejection
    {
        get => _rejection;
        set => _rejection = value;
    }

    /// <summary>Why nothing runs yet, while the agent waits for its first configuration; <see langword="null"/> once it has one.</summary>
    public Rejection? Waiting
    {
        get => _waiting;
        set => _waiting = value;
    }

    /// <summary>The pipeline; <see langword="null"/> while it is being started, or waits for a configuration.</summary>
    public Pipeline? Pipeline
    {
        get => _pipeline;
        set => _pipeline = value;
    }

    /// <summary>Ends the wait for a configuration.</summary>
    public void NoteStarted()
    {
        _waiting = null;
        Started?.Invoke();
    }

    /// <summary>How every component of the plan is doing, those too that could not be made.</summary>
    public IReadOnlyList<ComponentStatus> Components()
    {
        var made = _pipeline?.Components.ToDictionary(static status => (status.Kind, status.Name)) ?? [];
        return [.. Planned().Select(component => made.TryGetValue((component.Kind, component.Name), out var status) ? status : new ComponentStatus(
            component.Kind,
            component.Name,
            component.Descriptor.DisplayName,
            _pipeline is null ? LifecycleState.Idle : LifecycleState.Faulted,
            _pipeline is null ? "it is being started" : "it could not be made; the log says why"))];
    }

    /// <summary>The planned components that do not run.</summary>
    public IReadOnlyList<ComponentStatus> Missing() => [.. Components().Where(static status => status.State != LifecycleState.Started)];

    /// <summary>What the plan consists of, such as <c>1 source, 2 channels, 1 sink</c>.</summary>
    public string Summary() => Summary(_plan);

    private static string Summary(PipelinePlan plan) =>
        $"{Count(plan.Sources.Length, "source")}, {Count(plan.Channels.Length, "channel")}, {Count(plan.Sinks.Count(), "sink")}";

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private IEnumerable<ComponentPlan> Planned()
    {
        var current = _plan;
        return [.. current.Sources, .. current.Channels, .. current.Sinks];
    }
}
