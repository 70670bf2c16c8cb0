using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.File.Segments;

/// <summary>The first 40 bytes of a frame: docs/specs/file-channel-format.md, section 2.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="BodyLength">Bytes after the header, without padding.</param>
/// <param name="Count">Events, or ranges.</param>
/// <param name="First">Number of the first event.</param>
/// <param name="Position">Where the frame stands in its segment.</param>
/// <param name="Flushed">What was on disk of its segment when it was written.</param>
/// <param name="BodyChecksum">Checksum of a body of takes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameHeader(FrameType Type, int BodyLength, int Count, long First, uint Position, uint Flushed, uint BodyChecksum)
{
    public const int Length = 40;
    public const int Alignment = 8;
    public const uint Magic = 0x31465346;
    private const int ChecksumAt = 36;

    /// <summary>Bytes from the beginning of this frame to that of the next.</summary>
    public long FullLength => Padded(Length + (long)BodyLength);

    /// <summary>A length with its padding.</summary>
    public static long Padded(long length) => (length + Alignment - 1) & -Alignment;

    public void Write(Span<byte> destination, uint segment)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (byte)Type);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], BodyLength);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], First);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[24..], Position);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[28..], Flushed);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[32..], BodyChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumAt..], Checksum.Of(segment, destination[..ChecksumAt]));
    }

    /// <summary>Reads a header; false when there is none that belongs to this segment and place.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, uint segment, long position, out FrameHeader header)
    {
        header = default;
        if (source.Length < Length || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(source[24..]) != position
            || BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumAt..]) != Checksum.Of(segment, source[..ChecksumAt]))
        {
            return false;
        }

        header = new(
            (FrameType)source[4],
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            (uint)position,
            BinaryPrimitives.ReadUInt32LittleEndian(source[28..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[32..]));
        return header.Type is FrameType.Puts or FrameType.Takes && header is { BodyLength: >= 0, Count: > 0 };
    }
}
