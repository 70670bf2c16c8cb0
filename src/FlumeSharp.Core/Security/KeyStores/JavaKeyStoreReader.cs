using System.Security.Cryptography;
using System.Text;

namespace FlumeSharp.Security.KeyStores;

/// <summary>Reads Java's own key stores, JKS and JCEKS.</summary>
/// <remarks>
/// <code>
/// store:   u32 magic (FEEDFEED JKS, CECECECE JCEKS) | u32 version 1 or 2 | u32 count | entries | 20 bytes digest
/// entry:   u32 tag | UTF alias | i64 creation time in ms, then by tag
///   1      u32 length, EncryptedPrivateKeyInfo | u32 count, certificates
///   2      certificate
///   3      a serialized javax.crypto.SealedObject (JCEKS only)
/// cert:    [UTF type, from version 2 on] | u32 length, DER
/// digest:  SHA-1 of the password in UTF-16BE, "Mighty Aphrodite" and everything before
/// </code>
/// Numbers are big-endian, UTF is DataOutput.writeUTF (sun.security.provider.JavaKeyStore, com.sun.crypto.provider.JceKeyStore).
/// </remarks>
internal static class JavaKeyStoreReader
{
    public const uint JksMagic = 0xFEEDFEED;
    public const uint JceksMagic = 0xCECECECE;
    private const int DigestLength = 20;
    private const int SmallestEntry = 4 + 2 + 8;
    private const int SmallestCertificate = 4;

    public static List<KeyStoreEntry> Read(ReadOnlyMemory<byte> file, string? password)
    {
        if (file.Length < 12 + DigestLength)
            throw new InvalidDataException("the file is cut off: it is shorter than an empty key store");
        var cursor = new ByteCursor(file[..^DigestLength]);
        var isJceks = (uint)cursor.ReadInt32() == JceksMagic;
        var version = cursor.ReadInt32();
        if (version is not (1 or 2))
            throw new InvalidDataException($"version {version} of the format is not supported");
        var count = cursor.ReadCount(SmallestEntry);
        var entries = new List<KeyStoreEntry>(count);
        for (var i = 0; i < count; i++)
            entries.Add(ReadEntry(cursor, version, isJceks));
        if (cursor.Remaining > 0)
            throw new InvalidDataException($"{cursor.Remaining} bytes follow the last entry");
        // As in Java, without a password the store is read but not checked: certificates need no secret.
        if (password is not null)
            CheckDigest(file.Span, password);
        return entries;
    }

    private static KeyStoreEntry ReadEntry(ByteCursor cursor, int version, bool isJceks)
    {
        var tag = cursor.ReadInt32();
        var alias = cursor.ReadUtf();
        _ = cursor.ReadInt64();
        switch (tag)
        {
            case 1:
                var key = cursor.ReadBlock();
                var chain = new byte[cursor.ReadCount(SmallestCertificate)][];
                for (var i = 0; i < chain.Length; i++)
                    chain[i] = ReadCertificate(cursor, version);
                return KeyStoreEntry.PrivateKey(alias, chain, password => PasswordEncryption.DecryptKey(key, password));
            case 2:
                return KeyStoreEntry.Trusted(alias, ReadCertificate(cursor, version));
            case 3 when isJceks:
                var seal = JavaSealedKey.Read(cursor);
                return KeyStoreEntry.Secret(alias, seal.Unlock);
            default:
                throw new InvalidDataException($"the file is damaged: an entry has the unknown tag {tag} (before byte {cursor.Position})");
        }
    }

    private static byte[] ReadCertificate(ByteCursor cursor, int version)
    {
        if (version == 2 && cursor.ReadUtf() is not ("X.509" or "X509") and var type)
            throw new InvalidDataException($"a certificate of type '{type}' is not supported, only X.509 is");
        return cursor.ReadBlock().ToArray();
    }

    private static void CheckDigest(ReadOnlySpan<byte> file, string password)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.BigEndianUnicode.GetBytes(password));
        hash.AppendData("Mighty Aphrodite"u8);
        hash.AppendData(file[..^DigestLength]);
        if (!CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), file[^DigestLength..]))
            throw new WrongPasswordException();
    }
}
