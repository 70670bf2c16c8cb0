using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>The key of one segment, made from a named key and the segment's salt.</summary>
internal sealed class SegmentKey
{
    private const int LongestPurpose = 64;
    private readonly byte[] _key;
    private readonly uint _segment;

    private SegmentKey(byte[] key, uint segment)
    {
        _key = key;
        _segment = segment;
    }

    /// <summary>Makes the key of a new segment.</summary>
    /// <param name="alias">The named key's alias.</param>
    /// <param name="named">The named key.</param>
    /// <param name="segment">The segment's id.</param>
    public static (SegmentKey Key, EncryptionHeader Header) New(string alias, ReadOnlySpan<byte> named, uint segment)
    {
        var salt = RandomNumberGenerator.GetBytes(EncryptionHeader.SaltLength);
        var (key, check) = Derive(named, salt, segment, named.Length);
        return (new(key, segment), new(alias, named.Length, salt, check));
    }

    /// <summary>Makes the key of a segment that is there; null when the named key is another one than the segment was written with.</summary>
    public static SegmentKey? Open(EncryptionHeader header, ReadOnlySpan<byte> named, uint segment)
    {
        if (named.Length != header.KeyLength)
        {
            return null;
        }

        var (key, check) = Derive(named, header.Salt.Span, segment, header.KeyLength);
        return CryptographicOperations.FixedTimeEquals(check, header.Check.Span) ? new(key, segment) : null;
    }

    /// <summary>A cipher for one reader, or the writer.</summary>
    public EventCipher CreateCipher() => new(_key, _segment);

    private static (byte[] Key, byte[] Check) Derive(ReadOnlySpan<byte> named, ReadOnlySpan<byte> salt, uint segment, int length)
    {
        Span<byte> pseudoRandom = stackalloc byte[SHA256.HashSizeInBytes];
        HKDF.Extract(HashAlgorithmName.SHA256, named, salt, pseudoRandom);
        var key = Expand(pseudoRandom, "FlumeSharp segment key", segment, length);
        var check = Expand(pseudoRandom, "FlumeSharp check value", segment, EncryptionHeader.CheckLength);
        CryptographicOperations.ZeroMemory(pseudoRandom);
        return (key, check);
    }

    private static byte[] Expand(ReadOnlySpan<byte> pseudoRandom, string purpose, uint segment, int length)
    {
        Span<byte> info = stackalloc byte[LongestPurpose];
        var text = Encoding.ASCII.GetBytes(purpose, info);
        BinaryPrimitives.WriteUInt32LittleEndian(info[text..], segment);
        var output = new byte[length];
        HKDF.Expand(HashAlgorithmName.SHA256, pseudoRandom, output, info[..(text + sizeof(uint))]);
        return output;
    }
}
