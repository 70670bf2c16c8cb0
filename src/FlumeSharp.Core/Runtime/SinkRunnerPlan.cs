using System.Collections.Immutable;
using FlumeSharp.Options;

namespace FlumeSharp.Runtime;

/// <summary>One loop that lets a sink, or the sinks of a group, deliver.</summary>
/// <param name="Name">The group's name, or the sink's when it is on its own.</param>
/// <param name="Processor">Chooses among the sinks.</param>
/// <param name="Sinks">The sinks in declared order.</param>
/// <param name="Fingerprint">As for a component.</param>
/// <param name="IsGroup">Whether it is that of a group.</param>
public sealed record SinkRunnerPlan(string Name, ComponentReference Processor, ImmutableArray<SinkPlan> Sinks, string Fingerprint, bool IsGroup)
{
    /// <summary>What tells it from all others: a group may bear the name of a sink that is not in it.</summary>
    public string Id => IsGroup ? $"group {Name}" : $"sink {Name}";
}
