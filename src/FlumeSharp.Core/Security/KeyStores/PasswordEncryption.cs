using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace FlumeSharp.Security.KeyStores;

#pragma warning disable CA5350, CA5351 // Old stores are encrypted with these; nothing is ever written with them.

/// <summary>Decrypts what key stores encrypt with a password, by the algorithm each piece names.</summary>
internal static class PasswordEncryption
{
    // Java's own limit. A hostile store could otherwise keep a core busy for hours.
    private const int MostIterations = 5_000_000;

    private const string JavaKeyProtector = "1.3.6.1.4.1.42.2.17.1.1";
    private const string JavaTripleDes = "1.3.6.1.4.1.42.2.19.1";
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Sha1TripleDes = "1.2.840.113549.1.12.1.3";
    private const string Sha1TripleDesTwoKeys = "1.2.840.113549.1.12.1.4";
    private const string Sha1Rc2Key128 = "1.2.840.113549.1.12.1.5";
    private const string Sha1Rc2Key40 = "1.2.840.113549.1.12.1.6";

    /// <summary>Decrypts an EncryptedPrivateKeyInfo (RFC 5958) to what it holds.</summary>
    public static byte[] DecryptKey(ReadOnlyMemory<byte> encryptedKeyInfo, string password)
    {
        var info = new AsnReader(encryptedKeyInfo, AsnEncodingRules.BER).ReadSequence();
        return Decrypt(info.ReadSequence(), info.ReadOctetString(), password);
    }

    /// <summary>Decrypts bytes by their AlgorithmIdentifier.</summary>
    /// <exception cref="WrongPasswordException">The password does not fit.</exception>
    /// <exception cref="NotSupportedException">The algorithm is unknown.</exception>
    public static byte[] Decrypt(AsnReader algorithm, byte[] encrypted, string password)
    {
        var id = algorithm.ReadObjectIdentifier();
        switch (id)
        {
            case JavaKeyProtector:
                return DecryptJavaProtector(encrypted, password);
            case JavaTripleDes:
                return DecryptJavaTripleDes(algorithm.ReadEncodedValue(), encrypted, password);
            case Pbes2:
                return Pbes2Decryption.Decrypt(algorithm.ReadSequence(), encrypted, password);
            case Sha1TripleDes or Sha1TripleDesTwoKeys or Sha1Rc2Key128 or Sha1Rc2Key40:
                return DecryptPkcs12(id, algorithm.ReadSequence(), encrypted, password);
            default:
                throw new NotSupportedException($"it is encrypted with the algorithm {id}, which is not supported");
        }
    }

    /// <summary>Sun's PBEWithMD5AndTripleDES: each half of the salt is hashed with the password, again and again, to half of key and IV.</summary>
    public static byte[] DecryptJavaTripleDes(ReadOnlyMemory<byte> parameters, ReadOnlySpan<byte> encrypted, string password)
    {
        var sequence = new AsnReader(parameters, AsnEncodingRules.BER).ReadSequence();
        var salt = sequence.ReadOctetString();
        var iterations = ReadIterations(sequence);
        if (salt.Length != 8)
            throw new InvalidDataException($"the salt has {salt.Length} bytes instead of 8");
        if (!Ascii.IsValid(password))
            throw new WrongPasswordException(); // Java refuses such passwords for this algorithm, so none can be right.
        var secret = Encoding.ASCII.GetBytes(password);
        Span<byte> derived = stackalloc byte[32];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        for (var half = 0; half < 2; half++)
        {
            var part = derived.Slice(16 * half, 16);
            hash.AppendData(salt, 4 * half, 4);
            for (var i = 0; i < iterations; i++)
            {
                if (i > 0)
                    hash.AppendData(part);
                hash.AppendData(secret);
                hash.GetHashAndReset(part);
            }
        }
        using var cipher = TripleDES.Create();
        return DecryptCbc(cipher, derived[..24], derived[24..], encrypted);
    }

    public static int ReadIterations(AsnReader sequence)
    {
        if (sequence.TryReadInt32(out var iterations) && iterations is > 0 and <= MostIterations)
            return iterations;
        throw new InvalidDataException($"the iteration count of its password hash is not within 1 and {MostIterations}");
    }

    public static byte[] DecryptCbc(SymmetricAlgorithm cipher, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> encrypted)
    {
        try
        {
            cipher.Key = key.ToArray();
            return cipher.DecryptCbc(encrypted, iv);
        }
        catch (CryptographicException ex)
        {
            throw new WrongPasswordException(ex);
        }
    }

    /// <summary>JKS: salt, key xor a stream of chained SHA-1 digests, then a digest of password and key.</summary>
    private static byte[] DecryptJavaProtector(byte[] encrypted, string password)
    {
        const int digestLength = SHA1.HashSizeInBytes;
        var length = encrypted.Length - (2 * digestLength);
        if (length < 0)
            throw new InvalidDataException("a protected key is shorter than its salt and digest");
        var secret = Encoding.BigEndianUnicode.GetBytes(password);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        var plain = new byte[length];
        Span<byte> stream = stackalloc byte[digestLength];
        encrypted.AsSpan(0, digestLength).CopyTo(stream);
        for (var i = 0; i < length; i++)
        {
            if (i % digestLength == 0)
            {
                hash.AppendData(secret);
                hash.AppendData(stream);
                hash.GetHashAndReset(stream);
            }
            plain[i] = (byte)(encrypted[digestLength + i] ^ stream[i % digestLength]);
        }
        hash.AppendData(secret);
        hash.AppendData(plain);
        return CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), encrypted.AsSpan(digestLength + length))
            ? plain
            : throw new WrongPasswordException();
    }

    private static byte[] DecryptPkcs12(string id, AsnReader parameters, byte[] encrypted, string password)
    {
        var salt = parameters.ReadOctetString();
        var iterations = ReadIterations(parameters);
        var keyLength = id switch { Sha1TripleDes => 24, Sha1Rc2Key40 => 5, _ => 16 };
        var secret = Pkcs12KeyDerivation.Encode(password);
        var key = Pkcs12KeyDerivation.Derive(HashAlgorithmName.SHA1, Pkcs12KeyDerivation.ForKey, secret, salt, iterations, keyLength);
        var iv = Pkcs12KeyDerivation.Derive(HashAlgorithmName.SHA1, Pkcs12KeyDerivation.ForIv, secret, salt, iterations, 8);
        if (id is Sha1TripleDes or Sha1TripleDesTwoKeys)
        {
            using var cipher = TripleDES.Create();
            return DecryptCbc(cipher, id == Sha1TripleDes ? key : [.. key, .. key.AsSpan(0, 8)], iv, encrypted);
        }
        using var rc2 = RC2.Create();
        return DecryptCbc(rc2, key, iv, encrypted);
    }
}
