using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>A segment as recovery finds it.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Header">Its header; null when that does not check.</param>
/// <param name="FileLength">Length of the file.</param>
internal sealed record RecoveredSegment(Segment Segment, SegmentHeader? Header, long FileLength)
{
    /// <summary>How many of the two copies of what names its key are damaged.</summary>
    public int DamagedKeyNames { get; init; }

    /// <summary>Where its content ends, as the next segment of its directory says.</summary>
    public long? StatedEnd { get; set; }

    /// <summary>Whether a checkpoint says that nothing in it counts any more.</summary>
    public bool IsBeingDeleted { get; set; }

    /// <summary>What a checkpoint covers.</summary>
    public long Covered { get; set; }

    /// <summary>Whether it is read from its beginning although a checkpoint covers some of it.</summary>
    public bool ReadsAll { get; set; }

    /// <summary>What is known to have been flushed, once its frames were read too.</summary>
    public long LastFlushed { get; set; }

    /// <summary>What was flushed once and is not in the file any more.</summary>
    public Damage? MissingEnd => !IsBeingDeleted && Flushed > Math.Max(FileLength, Segment.FirstFrame) ? new Damage(FileLength, Flushed - FileLength, 0, "end") : null;

    /// <summary>Where reading begins.</summary>
    public long From => ReadsAll ? Segment.FirstFrame : Math.Max(Segment.FirstFrame, Covered);

    /// <summary>Where reading ends at the latest.</summary>
    public long Until => Math.Min(StatedEnd ?? FileLength, FileLength);

    /// <summary>What is known to have been flushed, before any frame was read.</summary>
    public long Flushed => Math.Max(StatedEnd ?? 0, Covered);
}
