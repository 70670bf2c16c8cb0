using System.Buffers.Binary;
using System.Text;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>What names the key of a segment, twice in it: docs/specs/file-channel-format.md, section 9.</summary>
/// <param name="Alias">The named key.</param>
/// <param name="KeyLength">Bytes of the segment's key.</param>
/// <param name="Salt">Random bytes of this segment alone.</param>
/// <param name="Check">What the right key and the salt give.</param>
internal sealed record EncryptionHeader(string Alias, int KeyLength, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Check)
{
    public const int SaltLength = 32;
    public const int CheckLength = 16;
    public const int LongestAlias = 1024;
    private const uint Magic = 0x31455346;
    private const byte AesGcm = 1;
    private const int SaltAt = 8;
    private const int CheckAt = SaltAt + SaltLength;
    private const int AliasAt = CheckAt + CheckLength;
    private const int ChecksumLength = 4;

    // The second copy is in a page of its own: one bad page must not cost a segment.
    private static readonly int[] Places = [SegmentHeader.Length, 4096];

    /// <summary>Where the first frame of a segment with this header stands.</summary>
    public int FirstFrame => (int)FrameHeader.Padded(Places[^1] + Length);

    private int Length => AliasAt + Encoding.UTF8.GetByteCount(Alias) + ChecksumLength;

    /// <summary>Writes both copies into the beginning of a segment.</summary>
    public void Write(Span<byte> file, uint segment)
    {
        foreach (var place in Places)
        {
            var copy = file.Slice(place, Length);
            BinaryPrimitives.WriteUInt32LittleEndian(copy, Magic);
            copy[4] = AesGcm;
            copy[5] = (byte)KeyLength;
            BinaryPrimitives.WriteUInt16LittleEndian(copy[6..], (ushort)Encoding.UTF8.GetBytes(Alias, copy[AliasAt..]));
            Salt.Span.CopyTo(copy[SaltAt..]);
            Check.Span.CopyTo(copy[CheckAt..]);
            BinaryPrimitives.WriteUInt32LittleEndian(copy[^ChecksumLength..], Checksum.Of(segment, copy[..^ChecksumLength]));
        }
    }

    /// <summary>Reads it from a segment.</summary>
    /// <param name="file">The segment.</param>
    /// <param name="segment">Its id.</param>
    /// <param name="damaged">How many copies do not check.</param>
    /// <returns>Null when there is none that checks.</returns>
    public static EncryptionHeader? Find(IStorageFile file, uint segment, out int damaged)
    {
        EncryptionHeader? found = null;
        damaged = 0;
        Span<byte> bytes = stackalloc byte[AliasAt + LongestAlias + ChecksumLength];
        foreach (var place in Places)
        {
            var copy = TryRead(bytes[..file.Read(bytes, place)], segment);
            damaged += copy is null ? 1 : 0;
            found ??= copy;
        }

        return found;
    }

    private static EncryptionHeader? TryRead(ReadOnlySpan<byte> source, uint segment)
    {
        if (source.Length < AliasAt + ChecksumLength || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic)
        {
            return null;
        }

        var alias = BinaryPrimitives.ReadUInt16LittleEndian(source[6..]);
        var end = AliasAt + alias;
        if (alias is 0 or > LongestAlias || source.Length < end + ChecksumLength
            || BinaryPrimitives.ReadUInt32LittleEndian(source[end..]) != Checksum.Of(segment, source[..end]))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(source[AliasAt..end]);
        return source[4] == AesGcm && KeyText.IsLength(source[5])
            ? new(text, source[5], source.Slice(SaltAt, SaltLength).ToArray(), source.Slice(CheckAt, CheckLength).ToArray())
            : throw new ChannelException($"A segment that is encrypted with the key '{text}' uses cipher {source[4]} with {source[5]} bytes, which this version of FlumeSharp does not know: run the version that wrote it. Nothing was changed.");
    }
}
