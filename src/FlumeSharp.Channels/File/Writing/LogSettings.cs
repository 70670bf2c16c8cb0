using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Writing;

/// <summary>What the writing of segments depends on.</summary>
internal sealed record LogSettings
{
    /// <summary>A segment ends before it would become longer, unless one frame alone is.</summary>
    public const long DefaultTarget = 128L << 20;

    public required string Channel { get; init; }

    public required IStorage Storage { get; init; }

    /// <summary>Called at the named places; tests let it throw.</summary>
    public Action<FaultPoint>? Fault { get; init; }

    public long MaxFileSize { get; init; } = int.MaxValue;

    public long SegmentTarget { get; init; } = DefaultTarget;

    public long MinimumRequiredSpace { get; init; }

    public bool FlushesEachGroup { get; init; } = true;

    /// <summary>Longest frame.</summary>
    public long MaxFrameLength => Math.Min(MaxFileSize, int.MaxValue - (1 << 20)) - SegmentHeader.Length - FrameHeader.Alignment;
}
