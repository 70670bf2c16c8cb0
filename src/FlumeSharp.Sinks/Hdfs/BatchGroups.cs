using FlumeSharp.Formatting;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Sorts the events of a transaction by bucket. The groups are used again for the next transaction.</summary>
internal sealed class BatchGroups(EscapePath path, EscapePath prefix)
{
    private const int MostKept = 256;

    private readonly List<BatchGroup> _groups = [];
    private readonly Dictionary<BucketKey, BatchGroup> _byKey = [];

    /// <summary>How many groups there are.</summary>
    public int Count { get; private set; }

    /// <summary>A group, in the order of the groups' first events.</summary>
    public BatchGroup this[int index] => _groups[index];

    /// <summary>Sorts a batch.</summary>
    /// <exception cref="FlumeException">An event has no time where the path needs one.</exception>
    public void Sort(ReadOnlySpan<Event> events, long now)
    {
        Clear();
        BatchGroup? last = null;
        foreach (var item in events)
        {
            var directory = path.Expand(item.Headers, now);
            var name = prefix.Expand(item.Headers, now);

            // An expansion answers with the same object as long as its text is the same.
            if (last is null || !ReferenceEquals(last.Key.Path, directory) || !ReferenceEquals(last.Key.Prefix, name))
            {
                last = Find(new BucketKey(directory, name));
            }

            last.Events.Add(item);
        }
    }

    /// <summary>Lets go of the events.</summary>
    public void Clear()
    {
        for (var i = 0; i < Count; i++)
        {
            _groups[i].Events.Clear();
            _groups[i].Bucket = null;
        }

        if (_groups.Count > MostKept)
        {
            _groups.RemoveRange(MostKept, _groups.Count - MostKept);
        }

        Count = 0;
        _byKey.Clear();
    }

    private BatchGroup Find(BucketKey key)
    {
        if (_byKey.TryGetValue(key, out var group))
        {
            return group;
        }

        if (Count == _groups.Count)
        {
            _groups.Add(new BatchGroup());
        }

        group = _groups[Count++];
        group.Key = key;
        _byKey.Add(key, group);
        return group;
    }
}
