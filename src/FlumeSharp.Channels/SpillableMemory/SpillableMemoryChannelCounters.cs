using FlumeSharp.Channels.File;
using FlumeSharp.Metrics;

namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>The counters of a spillable memory channel: those of every channel, where its events are, and the file channel's for its disk.</summary>
public sealed class SpillableMemoryChannelCounters : ChannelCounters
{
    /// <summary>Makes the counters of one channel.</summary>
    /// <param name="component">The channel's name.</param>
    /// <param name="disk">The counters of the file channel below it; what it says about errors is shown.</param>
    public SpillableMemoryChannelCounters(string component, FileChannelCounters disk)
        : base(component)
    {
        ArgumentNullException.ThrowIfNull(disk);
        MemorySize = AddGauge("MemorySize", "Events waiting in memory.");
        OverflowSize = AddGauge("OverflowSize", "Events waiting on disk.");
        OverflowActive = AddFlag("OverflowActive", "Whether commits go to disk without waiting for room in memory.");
        Spilled = AddCounter("EventSpillCount", "Events that went to disk.");
        Include(
            disk.Open, disk.Closed, disk.Unhealthy, disk.PutError, disk.TakeError, disk.CheckpointWriteError, disk.CheckpointBackupWriteError, disk.Corrupt);
    }

    /// <summary>Events waiting in memory.</summary>
    public Gauge MemorySize { get; }

    /// <summary>Events waiting on disk.</summary>
    public Gauge OverflowSize { get; }

    /// <summary>Whether commits go to disk without waiting for room in memory.</summary>
    public Flag OverflowActive { get; }

    /// <summary>Events that went to disk.</summary>
    public Counter Spilled { get; }
}
