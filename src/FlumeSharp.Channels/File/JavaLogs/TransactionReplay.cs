namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>
/// Turns records into the queue of committed events that nobody has taken. Events join the queue in the order of the commits, and
/// those of one transaction in the order of its puts. A take whose put comes later is remembered.
/// </summary>
/// <remarks>
/// Memory: eight bytes for each waiting event, and about 24 for each event that was taken while an earlier one waits; the latter are
/// cleared out before they outweigh the former.
/// </remarks>
internal sealed class TransactionReplay
{
    private const int LeastCleaned = 4096;

    private readonly PointerQueue _queue;
    private readonly Dictionary<long, OpenTransaction> _open = [];
    private readonly HashSet<EventPointer> _taken = [];
    private readonly IReadOnlySet<int> _logs;
    private readonly long _after;
    private int _cleanAt = LeastCleaned;

    /// <summary>Begins with an empty channel.</summary>
    /// <param name="logs">The logs that are there; takes from others concern events that are gone.</param>
    public TransactionReplay(IReadOnlySet<int> logs)
    {
        _logs = logs;
        _queue = new PointerQueue();
        _after = long.MinValue;
    }

    /// <summary>Begins with a checkpoint, whose queue it takes over.</summary>
    public TransactionReplay(IReadOnlySet<int> logs, Checkpoint checkpoint)
    {
        _logs = logs;
        _queue = checkpoint.Queue;
        _after = checkpoint.WriteOrder;
        foreach (var (id, puts) in checkpoint.OpenPuts)
            _open[id] = new OpenTransaction { Puts = puts };
        foreach (var (id, takes) in checkpoint.OpenTakes)
            _open[id] = new OpenTransaction { Puts = _open.GetValueOrDefault(id)?.Puts ?? [], Withdrawn = takes };
    }

    /// <summary>Puts of transactions without an end.</summary>
    public IEnumerable<EventPointer> OpenPuts => _open.Values.SelectMany(static transaction => transaction.Puts);

    /// <summary>How many transactions have no end, with how many puts and takes.</summary>
    public (int Transactions, int Puts, int Takes) WithoutEnd
        => (_open.Count, _open.Values.Sum(static transaction => transaction.Puts.Count), _open.Values.Sum(static transaction => transaction.Takes.Count));

    /// <summary>Takes of events that never appeared; known once the queue is finished.</summary>
    public int UnknownTakes => _taken.Count;

    /// <summary>Adds what a record says.</summary>
    public void Apply(in LogRecord record)
    {
        if (record.WriteOrder <= _after)
            return;
        switch (record.Type)
        {
            case RecordType.Put:
                Find(record.TransactionId).Puts.Add(record.Pointer);
                break;
            case RecordType.Take:
                Find(record.TransactionId).Takes.Add(record.Pointer);
                break;
            case RecordType.Rollback when _open.Remove(record.TransactionId, out var transaction):
                Restore(transaction.Withdrawn);
                break;
            case RecordType.Commit when _open.Remove(record.TransactionId, out var transaction):
                Commit(transaction);
                break;
            default:
                break;
        }
    }

    /// <summary>The queue at the end of the records. Events of open takes stand at its head: by their position in the logs, where Java has them in the order of a hash table.</summary>
    public PointerQueue Finish()
    {
        Restore([.. _open.Values.SelectMany(static transaction => transaction.Withdrawn)]);
        Clean();
        return _queue;
    }

    private OpenTransaction Find(long id)
    {
        if (!_open.TryGetValue(id, out var transaction))
            _open.Add(id, transaction = new OpenTransaction());
        return transaction;
    }

    private void Commit(OpenTransaction transaction)
    {
        foreach (var pointer in transaction.Puts)
            _queue.AddTail(pointer);
        foreach (var pointer in transaction.Takes)
        {
            if (_logs.Contains(pointer.LogId))
                _taken.Add(pointer);
        }

        while (_queue.Count > 0 && _taken.Remove(_queue[0]))
            _queue.RemoveHead();
        if (_taken.Count > _cleanAt)
            Clean();
    }

    private void Restore(List<EventPointer> pointers)
    {
        pointers.Sort();
        for (var i = pointers.Count - 1; i >= 0; i--)
            _queue.AddHead(pointers[i]);
    }

    private void Clean()
    {
        if (_taken.Count > 0)
            _queue.RemoveWhere(_taken.Remove);
        _cleanAt = Math.Max(LeastCleaned, Math.Max(_queue.Count / 2, _taken.Count * 2));
    }
}
