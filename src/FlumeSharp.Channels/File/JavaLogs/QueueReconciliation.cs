using System.Globalization;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>
/// Chooses between the queue that all the logs give and the one that the checkpoint with the later records gives. Neither has a
/// checksum, so each is the other's proof: the logs decide which events wait, the checkpoint in which order Java would give them out.
/// </summary>
internal sealed class QueueReconciliation(TransactionReplay fromLogs, TransactionReplay fromCheckpoint, string checkpointDirectory, Action<JavaLogProblem> report)
{
    /// <summary>The events to deliver.</summary>
    /// <param name="logsAreComplete">Whether the logs hold every take of the events in them, and all of it could be read.</param>
    public PointerQueue Choose(bool logsAreComplete)
    {
        var logs = fromLogs.Finish();
        var checkpoint = fromCheckpoint.Finish();
        // A take may stand in a log that Java has deleted, or in a part that cannot be read: then only the checkpoint knows of it.
        if (!logsAreComplete || Fingerprint(logs) == Fingerprint(checkpoint))
            return checkpoint;
        return Unite(logs, checkpoint);
    }

    // At least once: an event that either side has is delivered, unless the logs hold the commit of its take or no put of it at all.
    private PointerQueue Unite(PointerQueue logs, PointerQueue checkpoint)
    {
        var waiting = ToSet(logs);
        var withoutEnd = fromLogs.OpenPuts.ToHashSet();
        var count = checkpoint.Count;
        checkpoint.RemoveWhere(pointer => !waiting.Remove(pointer) && !withoutEnd.Remove(pointer));
        var (dropped, added) = (count - checkpoint.Count, waiting.Count);
        for (var i = 0; i < logs.Count; i++)
        {
            if (waiting.Contains(logs[i]))
                checkpoint.AddTail(logs[i]);
        }

        report(new JavaLogProblem(
            ProblemKind.DamagedCheckpoint,
            checkpointDirectory,
            0,
            0,
            string.Create(CultureInfo.InvariantCulture, $"the checkpoint disagrees with the logs: {dropped} events of it were taken or never put and were left out, {added} events that it lacks were added")));
        return checkpoint;
    }

    private static HashSet<EventPointer> ToSet(PointerQueue queue)
    {
        var set = new HashSet<EventPointer>(queue.Count);
        for (var i = 0; i < queue.Count; i++)
            set.Add(queue[i]);
        return set;
    }

    // Equal for equal sets in any order; a different set collides by accident once in 2^64.
    private static (int Count, ulong Sum) Fingerprint(PointerQueue queue)
    {
        var sum = 0UL;
        for (var i = 0; i < queue.Count; i++)
        {
            var mixed = unchecked((queue[i].Value + 0x9E3779B97F4A7C15UL) * 0xBF58476D1CE4E5B9UL);
            mixed = unchecked((mixed ^ (mixed >> 31)) * 0x94D049BB133111EBUL);
            sum = unchecked(sum + (mixed ^ (mixed >> 29)));
        }

        return (queue.Count, sum);
    }
}
