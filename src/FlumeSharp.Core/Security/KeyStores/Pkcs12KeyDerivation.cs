using System.Security.Cryptography;
using System.Text;

namespace FlumeSharp.Security.KeyStores;

/// <summary>PKCS #12's own way from a password to a key (RFC 7292, appendix B.2).</summary>
internal static class Pkcs12KeyDerivation
{
    public const byte ForKey = 1;
    public const byte ForIv = 2;
    public const byte ForMac = 3;

    /// <summary>A password as PKCS #12 hashes it: UTF-16BE with a terminating NUL.</summary>
    public static byte[] Encode(string password) => Encoding.BigEndianUnicode.GetBytes(password + "\0");

    public static byte[] Derive(HashAlgorithmName algorithm, byte purpose, byte[] password, byte[] salt, int iterations, int length)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var blockLength = hash.HashLengthInBytes <= 32 ? 64 : 128;
        Span<byte> diversifier = stackalloc byte[blockLength];
        diversifier.Fill(purpose);
        byte[] input = [.. Repeat(salt, blockLength), .. Repeat(password, blockLength)];
        var result = new byte[length];
        Span<byte> digest = stackalloc byte[hash.HashLengthInBytes];
        Span<byte> addend = stackalloc byte[blockLength];
        for (var done = 0; ;)
        {
            hash.AppendData(diversifier);
            hash.AppendData(input);
            hash.GetHashAndReset(digest);
            for (var i = 1; i < iterations; i++)
            {
                hash.AppendData(digest);
                hash.GetHashAndReset(digest);
            }
            var take = Math.Min(digest.Length, length - done);
            digest[..take].CopyTo(result.AsSpan(done));
            done += take;
            if (done == length)
                return result;
            Fill(addend, digest);
            for (var block = 0; block < input.Length; block += blockLength)
                AddPlusOne(input.AsSpan(block, blockLength), addend);
        }
    }

    private static byte[] Repeat(ReadOnlySpan<byte> bytes, int blockLength)
    {
        var repeated = new byte[(bytes.Length + blockLength - 1) / blockLength * blockLength];
        Fill(repeated, bytes);
        return repeated;
    }

    private static void Fill(Span<byte> target, ReadOnlySpan<byte> pattern)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] = pattern[i % pattern.Length];
    }

    private static void AddPlusOne(Span<byte> number, ReadOnlySpan<byte> addend)
    {
        var carry = 1;
        for (var i = number.Length - 1; i >= 0; i--)
        {
            carry += number[i] + addend[i];
            number[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
