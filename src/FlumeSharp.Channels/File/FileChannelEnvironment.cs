using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Import;
using FlumeSharp.Channels.File.Storage;
using FlumeSharp.Channels.File.Writing;

namespace FlumeSharp.Channels.File;

/// <summary>What tests and commands put in the place of the machine.</summary>
internal sealed record FileChannelEnvironment
{
    public IStorage Storage { get; init; } = DiskStorage.Instance;

    public Action<FaultPoint>? Fault { get; init; }

    /// <summary>Whether the channel looks for files of Java Flume; a command that imports by itself does not want that.</summary>
    public bool ImportsOnStart { get; init; } = true;

    /// <summary>Whether the channel writes checkpoints and deletes segments by the clock; a command that only reads does not want that.</summary>
    public bool Maintains { get; init; } = true;

    public Action<ImportStep>? ImportFault { get; init; }

    /// <summary>The keys of encrypted files, in place of those that the options name.</summary>
    public Keyring? Keys { get; init; }

    public long SegmentTarget { get; init; } = LogSettings.DefaultTarget;

    public int ReserveLength { get; init; } = SpaceReserve.DefaultLength;

    /// <summary>Whether the writer leaves nothing to chance: what it does depends on the calls alone, not on when they come.</summary>
    public bool IsRepeatable { get; init; }
}
