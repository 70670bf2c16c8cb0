namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>
/// Says from where the next events come: lengths of runs, in memory and on disk by turns, as Flume's drain-order queue. Runs that have
/// become neighbours are joined, so there are never more than two for each event in memory, and one for each commit on its way to disk.
/// Its owner does the locking.
/// </summary>
internal sealed class DrainOrder
{
    private readonly LinkedList<Run> _runs = [];

    /// <summary>Events that are committed and not taken.</summary>
    public long Count { get; private set; }

    /// <summary>Those of them that are on disk.</summary>
    public long OnDisk { get; private set; }

    /// <summary>Whether there is an event that can be taken now.</summary>
    public bool HasNext => _runs.First is { Value.IsPending: false };

    /// <summary>Whether that event is on disk.</summary>
    public bool IsNextOnDisk => _runs.First is { Value: { IsPending: false, IsOnDisk: true } };

    /// <summary>Whether nothing is there, and nothing on its way.</summary>
    public bool IsEmpty => _runs.Count == 0;

    /// <summary>Adds committed events at the end.</summary>
    public void Add(bool isOnDisk, long count)
    {
        Counted(isOnDisk, count);
        if (_runs.Last is { Value: { IsPending: false } last } && last.IsOnDisk == isOnDisk)
        {
            last.Count += count;
        }
        else
        {
            _runs.AddLast(new Run(isOnDisk, count, isPending: false));
        }
    }

    /// <summary>Keeps a place at the end for events whose commit is on its way to the disk.</summary>
    public LinkedListNode<Run> AddPending(int count) => _runs.AddLast(new Run(isOnDisk: true, count, isPending: true));

    /// <summary>The commit has ended.</summary>
    public void Settle(LinkedListNode<Run> pending, bool isCommitted)
    {
        if (isCommitted)
        {
            pending.Value.IsPending = false;
            Counted(isOnDisk: true, pending.Value.Count);
            JoinWithNext(pending);
            JoinWithNext(pending.Previous);
        }
        else
        {
            var before = pending.Previous;
            _runs.Remove(pending);
            JoinWithNext(before);
        }
    }

    /// <summary>Takes from the first run.</summary>
    /// <param name="max">At most so many.</param>
    /// <param name="maxOnDisk">At most so many where they are on disk.</param>
    public Portion Take(int max, int maxOnDisk)
    {
        if (_runs.First is not { Value: { IsPending: false } first })
        {
            return default;
        }

        var count = (int)Math.Min(first.IsOnDisk ? Math.Min(max, maxOnDisk) : max, first.Count);
        first.Count -= count;
        Counted(first.IsOnDisk, -count);
        if (first.Count == 0)
        {
            _runs.RemoveFirst();
        }

        return new(first.IsOnDisk, count);
    }

    /// <summary>Gives events back to the head.</summary>
    public void GiveBack(Portion portion)
    {
        if (portion.Count == 0)
        {
            return;
        }

        Counted(portion.IsOnDisk, portion.Count);
        JoinWithNext(_runs.AddFirst(new Run(portion.IsOnDisk, portion.Count, isPending: false)));
    }

    private void JoinWithNext(LinkedListNode<Run>? node)
    {
        if (node is { Value: { IsPending: false } run, Next: { Value: { IsPending: false } next } after } && run.IsOnDisk == next.IsOnDisk)
        {
            run.Count += next.Count;
            _runs.Remove(after);
        }
    }

    private void Counted(bool isOnDisk, long more)
    {
        Count += more;
        OnDisk += isOnDisk ? more : 0;
    }
}
