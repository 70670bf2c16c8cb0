namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>
/// The records of all data directories in the order they were written. Within a directory the order of the files is kept: there a
/// record can be a little later than its number says, where two transactions were written at once.
/// </summary>
internal static class LogMerge
{
    public static IEnumerable<LogRecord> Records(IReadOnlyList<LogChain> chains)
    {
        var heads = new PriorityQueue<LogChain, (long WriteOrder, long TransactionId, RecordType Type)>();
        foreach (var chain in chains)
        {
            if (chain.MoveNext())
                heads.Enqueue(chain, Key(chain.Current));
        }

        while (heads.TryPeek(out var chain, out _))
        {
            yield return chain.Current;
            if (chain.MoveNext())
                heads.DequeueEnqueue(chain, Key(chain.Current));
            else
                heads.Dequeue();
        }
    }

    private static (long WriteOrder, long TransactionId, RecordType Type) Key(LogRecord record) => (record.WriteOrder, record.TransactionId, record.Type);
}
