using System.Globalization;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Segments;

/// <summary>
/// What is known of a segment. <see cref="Live"/> belongs to the queue's lock, the rest to the writer; both are read by the
/// checkpoint under the queue's lock.
/// </summary>
internal sealed class Segment(uint id, string directory)
{
    public const uint LargestId = (1u << 30) - 1;
    private const string Prefix = "segment-";
    private const string Suffix = ".log";

    public uint Id => id;

    public string Directory => directory;

    public string Path { get; } = System.IO.Path.Combine(directory, NameOf(id));

    /// <summary>Where its first frame stands.</summary>
    public long FirstFrame { get; init; } = SegmentHeader.Length;

    /// <summary>Whether its events are encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>What names its key; null when it is plain, or that is damaged.</summary>
    public EncryptionHeader? Encryption { get; init; }

    /// <summary>Its key, once it is known.</summary>
    public SegmentKey? Key { get; set; }

    /// <summary>Where its content ends, as far as commits have returned.</summary>
    public long End { get; set; } = SegmentHeader.Length;

    /// <summary>Events in it that wait or are claimed.</summary>
    public int Live { get; set; }

    /// <summary>Numbers of the events put into it.</summary>
    public NumberRange Puts { get; set; } = NumberRange.None;

    /// <summary>Numbers that its frames say are gone.</summary>
    public NumberRange Takes { get; set; } = NumberRange.None;

    /// <summary>Whether a commit has returned for anything in it.</summary>
    public bool HasContent => !Puts.IsEmpty || !Takes.IsEmpty;

    /// <summary>Whether bytes of failed or unfinished writes may stand behind its end, which only the next segment's header tells apart.</summary>
    public bool HasTail { get; set; }

    /// <summary>Whether its header and its name are on disk, so that a power cut leaves it there.</summary>
    public bool IsDurable { get; set; }

    /// <summary>
    /// Whether commits may still return for something in it: from its making until the group that sealed it is published. In between
    /// nothing else tells that events, or takes, are about to be counted in it. Belongs to the queue's lock.
    /// </summary>
    public bool IsInUse { get; set; }

    /// <summary>The open file of the segment that is being written.</summary>
    public IStorageFile? Writing { get; set; }

    public static string NameOf(uint id) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{id:D10}{Suffix}");

    /// <summary>The id in a file's name; 0 when it is no segment.</summary>
    public static uint IdOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && uint.TryParse(name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && id is > 0 and <= LargestId
        && NameOf(id) == name
            ? id
            : 0;
}
