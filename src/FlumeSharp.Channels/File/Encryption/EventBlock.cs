using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>
/// Events of a frame that are encrypted together: docs/specs/file-channel-format.md, section 9. A call of the cipher costs as much as the
/// encryption of several thousand bytes, so one for each event would halve the channel's speed.
/// </summary>
internal static class EventBlock
{
    /// <summary>Blocks stand at multiples of 8, so the lowest bits of an event's place say which one of its block it is.</summary>
    public const int MostEvents = FrameHeader.Alignment;

    /// <summary>A block that is this long takes no further event.</summary>
    public const int TargetLength = 64 * 1024;

    /// <summary>Bytes before the first event, at most.</summary>
    public const int MaxHeaderLength = EventEncoder.RecordHeaderLength + VarInt.MaxLength + 1;

    /// <summary>Bytes of a block with one event besides its content, at most.</summary>
    public const int MaxOverhead = MaxHeaderLength + VarInt.MaxLength + EventCipher.TagLength + FrameHeader.Alignment;

    /// <summary>Where the block of an event begins.</summary>
    public static long PlaceOf(long place) => place & ~(long)(MostEvents - 1);

    /// <summary>Which one of its block an event is.</summary>
    public static int OrdinalOf(long place) => (int)(place & (MostEvents - 1));

    /// <summary>How many events a whole record holds: one, or those of a block; 0 when it makes no sense.</summary>
    public static int CountOf(ReadOnlySpan<byte> record, bool isEncrypted)
    {
        if (!isEncrypted)
        {
            return 1;
        }

        var payload = record[EventEncoder.RecordHeaderLength..];
        return VarInt.TryRead(ref payload, out _) && payload is [<= MostEvents, ..] ? payload[0] : 0;
    }

    /// <summary>Where a record ends and the next one can begin.</summary>
    public static int EndOf(int end, bool isEncrypted) => isEncrypted ? (int)FrameHeader.Padded(end) : end;
}
