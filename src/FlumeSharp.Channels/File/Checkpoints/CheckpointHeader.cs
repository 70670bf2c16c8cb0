using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Checkpoints;

/// <summary>The first 64 bytes of a checkpoint: docs/specs/file-channel-format.md, section 6.</summary>
/// <param name="Channel">The channel's id.</param>
/// <param name="Segments">How many segments it speaks of.</param>
/// <param name="NextNumber">Event numbers below had been given out.</param>
/// <param name="Events">How many events it holds.</param>
/// <param name="Serial">Counts checkpoints.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CheckpointHeader(ChannelId Channel, int Segments, long NextNumber, long Events, long Serial)
{
    public const int Length = 64;
    private const uint Version = 1;
    private const int ChecksumAt = 60;

    private static ReadOnlySpan<byte> Magic => "FLUMECKP"u8;

    public void Write(Span<byte> destination)
    {
        destination[..Length].Clear();
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], Segments);
        Channel.Write(destination[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], NextNumber);
        BinaryPrimitives.WriteInt64LittleEndian(destination[40..], Events);
        BinaryPrimitives.WriteInt64LittleEndian(destination[48..], Serial);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumAt..], Checksum.Of(destination[..ChecksumAt]));
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out CheckpointHeader header)
    {
        header = default;
        if (source.Length < Length
            || !source.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(source[8..]) != Version
            || BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumAt..]) != Checksum.Of(source[..ChecksumAt]))
        {
            return false;
        }

        header = new(
            ChannelId.Read(source[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[48..]));
        return header is { Segments: >= 0 };
    }
}
