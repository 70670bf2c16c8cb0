using FlumeSharp.Components;

namespace FlumeSharp.Runtime.Reload;

/// <summary>What differs between two plans, by fingerprint. Pure.</summary>
public sealed class PlanDiff
{
    private readonly Dictionary<(ComponentKind Kind, string Name), Change> _changes = [];
    private readonly HashSet<string> _groups;

    private PlanDiff(PipelinePlan running, IEnumerable<SinkPlan> runningSinks, PipelinePlan plan, bool restartsAll)
    {
        _groups = running.SinkRunners.Concat(plan.SinkRunners).Where(static runner => runner.IsGroup).Select(static runner => runner.Id).ToHashSet(StringComparer.Ordinal);
        var again = restartsAll ? Change.Replaced : Change.Kept;
        Compare(ComponentKind.Channel, running.Channels, plan.Channels, static c => c.Name, static (a, b) => a.Fingerprint == b.Fingerprint ? Change.Kept : Change.Replaced);
        Compare(ComponentKind.Sink, runningSinks, plan.Sinks, static s => s.Name, (a, b) => a.Fingerprint == b.Fingerprint ? again : Change.Replaced);
        Compare(ComponentKind.SinkGroup, running.SinkRunners, plan.SinkRunners, static r => r.Id, (a, b) => a.Fingerprint == b.Fingerprint ? again : Change.Replaced);
        Compare(ComponentKind.Source, running.Sources, plan.Sources, static s => s.Name, (a, b) =>
            a.Fingerprint == b.Fingerprint ? again : a.OwnFingerprint == b.OwnFingerprint && !restartsAll ? Change.Rerouted : Change.Replaced);
    }

    /// <summary>Whether a new plan changes nothing that runs.</summary>
    public bool IsEmpty => _changes.Values.All(static change => change is Change.Kept);

    /// <summary>Components that are touched, and all there are.</summary>
    public (int Touched, int All) Counts
    {
        get
        {
            var components = _changes.Where(static pair => pair.Key.Kind != ComponentKind.SinkGroup).ToList();
            return (components.Count(static pair => pair.Value is not Change.Kept), components.Count);
        }
    }

    /// <summary>Compares what runs with what should.</summary>
    /// <param name="running">What runs.</param>
    /// <param name="plan">What should.</param>
    /// <param name="restartsAll">Whether sources and sinks are restarted although nothing about them has changed, as Flume does. Channels that are as before keep their events.</param>
    public static PlanDiff Between(PipelinePlan running, PipelinePlan plan, bool restartsAll = false)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(plan);
        return new(running, running.Sinks, plan, restartsAll);
    }

    /// <summary>What becomes of a component. For sinks of a group, and those on their own, <see cref="ComponentKind.SinkGroup"/> and a <see cref="SinkRunnerPlan.Id"/> are the loop that runs them.</summary>
    public Change Of(ComponentKind kind, string name) => _changes[(kind, name)];

    /// <summary>The names of a kind with a change.</summary>
    public IEnumerable<string> Names(ComponentKind kind, Change change) =>
        _changes.Where(pair => pair.Key.Kind == kind && pair.Value == change).Select(static pair => pair.Key.Name);

    /// <summary>One line for the log: <c>sink k1 replaced; group g1 replaced; source r1 rerouted; 5 of 7 components kept</c>. Groups are no components.</summary>
    public override string ToString()
    {
        var touched = _changes
            .Where(pair => pair.Value is not Change.Kept && (pair.Key.Kind != ComponentKind.SinkGroup || _groups.Contains(pair.Key.Name)))
            .Select(static pair => $"{NameOf(pair.Key.Kind, pair.Key.Name)} {pair.Value.ToString().ToLowerInvariant()}; ");
        var (count, all) = Counts;
        return $"{string.Concat(touched)}{all - count} of {all} components kept";
    }

    // The loops of groups are called after them; those of sinks on their own say nothing that their sinks do not.
    private static string NameOf(ComponentKind kind, string name) => kind is ComponentKind.SinkGroup ? name : $"{kind.ToString().ToLowerInvariant()} {name}";

    internal static PlanDiff Between(PipelinePlan running, IEnumerable<SinkPlan> runningSinks, PipelinePlan plan, bool restartsAll) => new(running, runningSinks, plan, restartsAll);

    private void Compare<T>(ComponentKind kind, IEnumerable<T> before, IEnumerable<T> after, Func<T, string> nameOf, Func<T, T, Change> compare)
    {
        var left = before.ToDictionary(nameOf, StringComparer.Ordinal);
        foreach (var item in after)
        {
            var name = nameOf(item);
            _changes[(kind, name)] = left.Remove(name, out var old) ? compare(old, item) : Change.Added;
        }

        foreach (var name in left.Keys)
        {
            _changes[(kind, name)] = Change.Removed;
        }
    }
}
