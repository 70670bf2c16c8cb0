using System.Collections.Immutable;

namespace FlumeSharp.Metrics;

/// <summary>All counter groups of a process. Exporters read them from here, when asked.</summary>
public sealed class MetricsRegistry
{
    private ImmutableList<CounterGroup> _groups = [];

    /// <summary>The groups there are now, in the order of their registration.</summary>
    public IReadOnlyList<CounterGroup> Groups => Volatile.Read(ref _groups);

    /// <summary>Adds a group. One of the same type and component is replaced, as a reloaded component replaces its predecessor.</summary>
    /// <returns>The group.</returns>
    public T Register<T>(T group)
        where T : CounterGroup
    {
        ImmutableInterlocked.Update(ref _groups, static (groups, added) => Replace(groups, added), group);
        return group;
    }

    /// <summary>Takes out the groups that a condition picks, such as those of components that are gone.</summary>
    public void RemoveWhere(Predicate<CounterGroup> isGone) =>
        ImmutableInterlocked.Update(ref _groups, static (groups, isGone) => groups.RemoveAll(isGone), isGone);

    private static ImmutableList<CounterGroup> Replace(ImmutableList<CounterGroup> groups, CounterGroup added)
    {
        var at = groups.FindIndex(g => g.Type == added.Type && g.Component == added.Component);
        return at < 0 ? groups.Add(added) : groups.SetItem(at, added);
    }
}
