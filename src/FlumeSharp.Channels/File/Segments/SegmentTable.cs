namespace FlumeSharp.Channels.File.Segments;

/// <summary>The segments that exist, by id. Its own lock is held for single steps only.</summary>
internal sealed class SegmentTable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<uint, Segment> _byId = [];
    private Segment? _recent;

    /// <summary>All of them, in the order of their ids.</summary>
    public Segment[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _byId.Values];
        }
    }

    public void Add(Segment segment)
    {
        lock (_gate)
        {
            _byId.Add(segment.Id, segment);
        }
    }

    public void Remove(Segment segment)
    {
        lock (_gate)
        {
            _byId.Remove(segment.Id);
            _recent = null;
        }
    }

    public Segment Find(uint id) =>
        TryFind(id) ?? throw new InvalidOperationException($"Segment {id} is not there.");

    public Segment? TryFind(uint id)
    {
        var recent = Volatile.Read(ref _recent);
        if (recent?.Id == id)
        {
            return recent;
        }

        lock (_gate)
        {
            if (_byId.TryGetValue(id, out recent))
            {
                _recent = recent;
            }

            return recent;
        }
    }
}
