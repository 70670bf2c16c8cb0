using FlumeSharp.Channels.File.Recovery;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Tools;

/// <summary>All that stands in one segment, read from its first frame on whatever a checkpoint covers.</summary>
internal sealed class SegmentReport : ISegmentVisitor
{
    private SegmentReport(RecoveredSegment found) => Found = found;

    public RecoveredSegment Found { get; }

    public string Path => Found.Segment.Path;

    public bool IsHeaderDamaged => Found.Header is null && Found.FileLength > SegmentHeader.Length;

    /// <summary>Events put.</summary>
    public long Puts { get; private set; }

    /// <summary>Numbers taken.</summary>
    public long Takes { get; private set; }

    public List<Damage> Damages { get; } = [];

    /// <summary>Where a write begins that was never finished; null = none.</summary>
    public long? UnfinishedAt { get; private set; }

    public static SegmentReport Of(RecoveredSegment found)
    {
        var report = new SegmentReport(found);
        using var file = DiskStorage.Instance.OpenRead(found.Segment.Path);
        using var window = new SegmentWindow(file, found.Segment.Id, found.Until);
        new SegmentScanner(window, found.Flushed, report).Scan(SegmentHeader.Length);
        return report;
    }

    void ISegmentVisitor.OnPuts(long first, long frame, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> bytes) => Puts += offsets.Length;

    void ISegmentVisitor.OnTakes(List<NumberRange> ranges) => Takes += ranges.Sum(static range => range.Count);

    void ISegmentVisitor.OnDamage(Damage damage) => Damages.Add(damage);

    void ISegmentVisitor.OnUnfinished(long position, long length) => UnfinishedAt = position;
}
