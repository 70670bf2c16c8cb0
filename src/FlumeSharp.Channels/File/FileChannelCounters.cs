using FlumeSharp.Metrics;

namespace FlumeSharp.Channels.File;

/// <summary>The counters of a file channel: those of every channel, Flume's own for this one, and what we add.</summary>
public sealed class FileChannelCounters : ChannelCounters
{
    /// <summary>Makes the counters of one channel.</summary>
    public FileChannelCounters(string component)
        : base(component)
    {
        Open = AddFlag("Open", "Whether the channel takes and gives events.");
        Closed = AddGauge("Closed", "1 while the channel is closed.");
        Unhealthy = AddGauge("Unhealthy", "1 after a start that failed.");
        PutError = AddCounter("EventPutErrorCount", "Commits of puts that failed with an I/O error.");
        TakeError = AddCounter("EventTakeErrorCount", "Takes, and commits of takes, that failed with an I/O error or met a damaged event.");
        CheckpointWriteError = AddCounter("CheckpointWriteErrorCount", "Checkpoints that could not be written.");
        CheckpointBackupWriteError = AddCounter("CheckpointBackupWriteErrorCount", "Backups of checkpoints that could not be written.");
        Corrupt = AddCounter("EventCorruptCount", "Damaged events and pieces of files that were put aside.");
    }

    /// <summary>Whether the channel takes and gives events.</summary>
    public Flag Open { get; }

    /// <summary>1 while the channel is closed.</summary>
    public Gauge Closed { get; }

    /// <summary>1 after a start that failed.</summary>
    public Gauge Unhealthy { get; }

    /// <summary>Commits of puts that failed with an I/O error.</summary>
    public Counter PutError { get; }

    /// <summary>Takes, and commits of takes, that failed with an I/O error or met a damaged event.</summary>
    public Counter TakeError { get; }

    /// <summary>Checkpoints that could not be written.</summary>
    public Counter CheckpointWriteError { get; }

    /// <summary>Backups of checkpoints that could not be written.</summary>
    public Counter CheckpointBackupWriteError { get; }

    /// <summary>Damaged events and pieces of files that were put aside.</summary>
    public Counter Corrupt { get; }
}
