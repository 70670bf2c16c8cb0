namespace FlumeSharp.Routing;

/// <summary>Notes which events of a batch came into a channel, while somebody wants to know.</summary>
internal sealed class Deliveries
{
    private bool _all;
    private HashSet<Event>? _some;

    /// <summary>The whole batch.</summary>
    public void AddAll() => _all = true;

    /// <summary>A part of it.</summary>
    public void Add(ReadOnlySpan<Event> events)
    {
        _some ??= new(ReferenceEqualityComparer.Instance);
        foreach (var item in events)
        {
            _some.Add(item);
        }
    }

    /// <summary>For each number of a batch whether its event is in a channel.</summary>
    public bool[] ByNumber(EventBatch batch)
    {
        var taken = new bool[batch.NextNumber];
        for (var i = 0; i < batch.Count; i++)
        {
            taken[batch.Numbers[i]] = _all || _some?.Contains(batch[i]) == true;
        }

        return taken;
    }
}
