using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Encryption;

/// <summary>Reads an encrypted segment as its page describes it, with nothing of the channel's own code but the checksum.</summary>
internal static class EncryptedLog
{
    public static int FirstFrame(ReadOnlySpan<byte> segment) => BinaryPrimitives.ReadInt32LittleEndian(segment[44..]);

    /// <summary>The first block of the first frame.</summary>
    public static byte[] FirstBlock(ReadOnlySpan<byte> segment)
    {
        var block = segment[(FirstFrame(segment) + 40)..];
        return block[..(8 + BinaryPrimitives.ReadInt32LittleEndian(block))].ToArray();
    }

    /// <summary>Makes the checksum of a block right again.</summary>
    public static void MendBlock(Span<byte> segment, int at)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(segment[at..]);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[(at + 4)..], Checksum.Of(length | 0x80000000, segment.Slice(at + 8, (int)length)));
    }

    /// <summary>What Expand gives for a purpose.</summary>
    public static byte[] Derive(byte[] named, ReadOnlySpan<byte> salt, string purpose, uint segment, int length)
    {
        byte[] info = [.. Encoding.ASCII.GetBytes(purpose), .. BitConverter.GetBytes(segment)];
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, named, length, salt.ToArray(), info);
    }

    /// <summary>Decrypts what stands between the clear part of a block and its tag.</summary>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> block, int clear, long number, uint segment, uint place)
    {
        var content = block[(8 + clear)..^16];
        var plain = new byte[content.Length];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt([.. BitConverter.GetBytes(number), 0, 0, 0, 0], content, block[^16..], plain, [.. BitConverter.GetBytes(segment), .. BitConverter.GetBytes(place), block[8 + clear - 1]]);
        return plain;
    }
}
