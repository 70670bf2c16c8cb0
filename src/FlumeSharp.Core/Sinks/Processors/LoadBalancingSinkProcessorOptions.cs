using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Options;

namespace FlumeSharp.Sinks.Processors;

/// <summary>The keys of the load-balancing processor, below <c>processor.</c>.</summary>
public sealed class LoadBalancingSinkProcessorOptions : IChecksSinkGroup
{
    /// <summary>Leaves a failed sink alone for a while that doubles with every further failure.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("backoff")]
    public bool Backoff { get; init; }

    /// <summary>In which order the sinks are asked: <c>round_robin</c>, <c>random</c>, or the sink selector of a plug-in.</summary>
    /// <value>Default: <c>round_robin</c>.</value>
    [FlumeComponentOption("selector", ComponentKind.SinkSelector, Default = "round_robin")]
    public ComponentReference? Selector { get; init; }

    /// <inheritdoc />
    public IEnumerable<SinkGroupFinding> Check(IReadOnlyList<string> sinks)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        return sinks.Count > 1
            ? []
            : [new(ProblemSeverity.Error, "type", "the processor 'load_balance' needs more than one sink, so the one there is would not run", "add a sink to the group, or write 'default'")];
    }
}
