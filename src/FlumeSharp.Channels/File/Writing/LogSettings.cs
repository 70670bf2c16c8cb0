using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Writing;

/// <summary>What the writing of segments depends on.</summary>
internal sealed record LogSettings
{
    /// <summary>A segment ends before it would become longer, unless one frame alone is.</summary>
    public const long DefaultTarget = 128L << 20;

    /// <summary>How long takes wait at the most.</summary>
    public static readonly TimeSpan DefaultLinger = TimeSpan.FromMilliseconds(1);

    public required string Channel { get; init; }

    public required IStorage Storage { get; init; }

    /// <summary>Called at the named places; tests let it throw.</summary>
    public Action<FaultPoint>? Fault { get; init; }

    public long MaxFileSize { get; init; } = int.MaxValue;

    public long SegmentTarget { get; init; } = DefaultTarget;

    public long MinimumRequiredSpace { get; init; }

    /// <summary>The keys of encrypted segments.</summary>
    public Keyring Keys { get; init; } = Keyring.None;

    /// <summary>Bytes set aside in each data directory for takes on a full disk.</summary>
    public int ReserveLength { get; init; } = SpaceReserve.DefaultLength;

    public bool FlushesEachGroup { get; init; } = true;

    /// <summary>How long takes wait for puts that may share their flush.</summary>
    public TimeSpan Linger { get; init; } = DefaultLinger;

    /// <summary>Whether data directories are written at the same time; a test that repeats a seed wants them one after the other.</summary>
    public bool WritesInParallel { get; init; } = true;

    /// <summary>Longest frame.</summary>
    public long MaxFrameLength => Math.Min(MaxFileSize, int.MaxValue - (1 << 20)) - Keys.FirstFrame - FrameHeader.Alignment;
}
