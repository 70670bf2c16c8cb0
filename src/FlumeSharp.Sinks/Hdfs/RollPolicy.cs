using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>When a bucket's file is full. Asked before events are written, so no file is closed empty by it.</summary>
internal sealed class RollPolicy(HdfsSinkOptions options, ILogger logger)
{
    private const int MostUnderReplicatedRolls = 30;

    // Keeps the buffer of one write within bounds whatever the batch size.
    private const long LargestWrite = 4 << 20;

    private int _underReplicatedRolls;

    /// <summary>Whether the number of replicas a file should have must be known to decide.</summary>
    public bool NeedsReplication(BucketFile file) => options.MinBlockReplicas is null && file is { Replication: null, CurrentReplicas: not null };

    /// <summary>Whether the file must be closed before anything more is written to it.</summary>
    public bool IsDue(BucketFile file)
    {
        var isUnderReplicated = file.CurrentReplicas is { } replicas && replicas < (options.MinBlockReplicas ?? file.Replication);
        if (isUnderReplicated && _underReplicatedRolls < MostUnderReplicatedRolls)
        {
            _underReplicatedRolls++;
            Log.UnderReplicated(logger, file.Name);
            if (_underReplicatedRolls == MostUnderReplicatedRolls)
            {
                Log.TooOftenUnderReplicated(logger, MostUnderReplicatedRolls);
            }

            return true;
        }

        if (!IsFull(file.Events, file.Bytes))
        {
            return false;
        }

        if (!isUnderReplicated)
        {
            _underReplicatedRolls = 0;
        }

        return true;
    }

    /// <summary>How many of some events go into the file in one write: at least one.</summary>
    public int Fits(ReadOnlySpan<Event> events, BucketFile? file)
    {
        var count = file?.Events ?? 0;
        var before = file?.Bytes ?? 0;
        var bytes = before;
        var fits = 0;
        do
        {
            count++;
            bytes += events[fits++].Body.Length;
        }
        while (fits < events.Length && !IsFull(count, bytes) && bytes - before < LargestWrite);
        return fits;
    }

    private bool IsFull(long events, long bytes) =>
        (options.RollCount > 0 && events >= options.RollCount) || (options.RollSize > 0 && bytes >= options.RollSize);
}
