using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Recovery;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Tools;

/// <summary>All that stands in one segment, read from its first frame on whatever a checkpoint covers.</summary>
internal sealed class SegmentReport : ISegmentVisitor
{
    private EventCipher? _cipher;

    private SegmentReport(RecoveredSegment found, string? whyLocked)
    {
        Found = found;
        WhyLocked = whyLocked;
    }

    public RecoveredSegment Found { get; }

    /// <summary>Why its events were not opened although there are keys, and only their checksums say that they are whole.</summary>
    public string? WhyLocked { get; }

    public string Path => Found.Segment.Path;

    public bool IsHeaderDamaged => Found.Header is null && Found.FileLength > SegmentHeader.Length;

    /// <summary>How many of the two places that name the key are damaged; none counts before anything was written.</summary>
    public int DamagedKeyNames => Puts + Takes + Damages.Count > 0 ? Found.DamagedKeyNames : 0;

    /// <summary>Events put.</summary>
    public long Puts { get; private set; }

    /// <summary>Numbers taken.</summary>
    public long Takes { get; private set; }

    public List<Damage> Damages { get; } = [];

    /// <summary>Where a write begins that was never finished; null = none.</summary>
    public long? UnfinishedAt { get; private set; }

    public static SegmentReport Of(RecoveredSegment found, string? whyLocked)
    {
        using var cipher = found.Segment.Key?.CreateCipher();
        var report = new SegmentReport(found, whyLocked) { _cipher = cipher };
        if (found.MissingEnd is { } missing)
        {
            report.Damages.Add(missing);
        }

        using var file = DiskStorage.Instance.OpenRead(found.Segment.Path);
        using var window = new SegmentWindow(file, found.Segment, found.Until);
        new SegmentScanner(window, found.Flushed, report).Scan(found.Segment.FirstFrame);
        return report;
    }

    void ISegmentVisitor.OnPuts(long first, long frame, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> bytes)
    {
        Puts += offsets.Length;
        for (var i = 0; i < offsets.Length && _cipher is not null; i++)
        {
            if (EventBlock.OrdinalOf(offsets[i]) == 0 && EventDecoder.IsWhole(bytes[offsets[i]..], isEncrypted: true, out var length)
                && _cipher.TryDecrypt(bytes.Slice(offsets[i], length)[EventEncoder.RecordHeaderLength..], first + i, frame + offsets[i]) is null)
            {
                Damages.Add(new(frame + offsets[i], length, EventBlock.CountOf(bytes[offsets[i]..], isEncrypted: true), "events (by their tag)"));
            }
        }
    }

    void ISegmentVisitor.OnTakes(List<NumberRange> ranges) => Takes += ranges.Sum(static range => range.Count);

    void ISegmentVisitor.OnDamage(Damage damage) => Damages.Add(damage);

    void ISegmentVisitor.OnUnfinished(long position, long length) => UnfinishedAt = position;
}
