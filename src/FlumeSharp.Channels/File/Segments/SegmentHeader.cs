using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.File.Segments;

/// <summary>The first 64 bytes of a segment: docs/specs/file-channel-format.md, section 2.</summary>
/// <param name="Channel">The channel's id.</param>
/// <param name="Id">The segment's id.</param>
/// <param name="Previous">The segment before it in its directory; 0 = none.</param>
/// <param name="PreviousEnd">Where the content of that one ends.</param>
/// <param name="NextNumber">Event numbers below had been given out.</param>
/// <param name="FirstFrame">Where the first frame stands.</param>
/// <param name="IsEncrypted">Whether events are encrypted.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentHeader(ChannelId Channel, uint Id, uint Previous, uint PreviousEnd, ulong NextNumber, uint FirstFrame = SegmentHeader.Length, bool IsEncrypted = false)
{
    public const int Length = 64;
    public const uint Version = 1;
    private const int ChecksumAt = 60;
    private const uint Encrypted = 1;
    private const uint LargestFirstFrame = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "FLUMESEG"u8;

    public void Write(Span<byte> destination)
    {
        destination[..Length].Clear();
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], IsEncrypted ? Encrypted : 0);
        Channel.Write(destination[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[32..], Id);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[36..], Previous);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[40..], PreviousEnd);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[44..], FirstFrame);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[48..], NextNumber);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumAt..], Checksum.Of(destination[..ChecksumAt]));
    }

    /// <summary>Reads a header; false when it does not check.</summary>
    /// <exception cref="ChannelException">It is whole, and of a version or with a feature that this program does not know.</exception>
    public static bool TryRead(ReadOnlySpan<byte> source, string path, out SegmentHeader header)
    {
        header = default;
        if (source.Length < Length
            || !source.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumAt..]) != Checksum.Of(source[..ChecksumAt]))
        {
            return false;
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(source[12..]);
        var first = BinaryPrimitives.ReadUInt32LittleEndian(source[44..]);
        if (version != Version || flags > Encrypted || first is < Length or > LargestFirstFrame || first % FrameHeader.Alignment != 0)
        {
            throw new ChannelException(
                $"{path} has format version {version} with flags {flags:x}, and this version of FlumeSharp reads version {Version} with flags 0 or 1: run the version that wrote it. Nothing was changed.");
        }

        header = new(
            ChannelId.Read(source[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[32..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[36..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[48..]),
            first,
            flags == Encrypted);
        return true;
    }
}
