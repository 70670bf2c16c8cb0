using System.Formats.Asn1;
using System.Security.Cryptography;

namespace FlumeSharp.Security.KeyStores;

/// <summary>Reads a PKCS #12 store (RFC 7292) with the aliases and trust marks that Java adds to it.</summary>
/// <remarks>
/// <code>
/// PFX           SEQ { version 3, ContentInfo data { OCTET STRING of SEQ OF ContentInfo }, MacData OPTIONAL }
/// ContentInfo   SEQ { type, [0] value }: data, or EncryptedData; both hold SafeContents
/// SafeContents  SEQ OF SafeBag
/// MacData       SEQ { SEQ { SEQ { digest }, OCTET STRING mac }, OCTET STRING salt, iterations DEFAULT 1 }
/// </code>
/// </remarks>
internal static class Pkcs12Reader
{
    private const string Data = "1.2.840.113549.1.7.1";
    private const string EncryptedData = "1.2.840.113549.1.7.6";
    private static readonly Asn1Tag Explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Implicit = new(TagClass.ContextSpecific, 0);

    public static List<KeyStoreEntry> Read(ReadOnlyMemory<byte> file, string? password)
    {
        var outer = new AsnReader(file, AsnEncodingRules.BER);
        var store = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (!store.TryReadInt32(out var version) || version != 3)
            throw new InvalidDataException("the file is neither a key store nor PKCS #12");
        var authenticated = store.ReadSequence();
        if (authenticated.ReadObjectIdentifier() is not Data and var protection)
            throw new NotSupportedException($"it is protected by {protection} instead of a password");
        var safe = authenticated.ReadSequence(Explicit).ReadOctetString();
        if (store.HasData && password is not null)
            CheckMac(store.ReadSequence(), safe, password);

        var bags = new Pkcs12Bags();
        var contents = new AsnReader(safe, AsnEncodingRules.BER).ReadSequence();
        while (contents.HasData)
        {
            var content = contents.ReadSequence();
            switch (content.ReadObjectIdentifier())
            {
                case Data:
                    bags.Add(content.ReadSequence(Explicit).ReadOctetString());
                    break;
                // Certificates are usually encrypted, so nothing useful is left without a password.
                case EncryptedData:
                    bags.Add(Decrypt(content.ReadSequence(Explicit).ReadSequence(), password ?? throw new WrongPasswordException()));
                    break;
                case var other:
                    throw new NotSupportedException($"a part of it is protected by {other} instead of a password");
            }
        }
        return bags.ToEntries();
    }

    private static byte[] Decrypt(AsnReader encryptedData, string password)
    {
        _ = encryptedData.ReadInteger();
        var info = encryptedData.ReadSequence();
        _ = info.ReadObjectIdentifier();
        var algorithm = info.ReadSequence();
        return PasswordEncryption.Decrypt(algorithm, info.ReadOctetString(Implicit), password);
    }

    private static void CheckMac(AsnReader macData, byte[] safe, string password)
    {
        var digestInfo = macData.ReadSequence();
        var id = digestInfo.ReadSequence().ReadObjectIdentifier();
        var algorithm = id switch
        {
            "1.3.14.3.2.26" => HashAlgorithmName.SHA1,
            "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
            "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
            "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
            _ => throw new NotSupportedException($"its integrity check uses the algorithm {id}, which is not supported"),
        };
        var expected = digestInfo.ReadOctetString();
        var salt = macData.ReadOctetString();
        var iterations = macData.HasData ? PasswordEncryption.ReadIterations(macData) : 1;
        var matches = Matches(Pkcs12KeyDerivation.Encode(password));
        // Some tools hash an empty password as nothing at all instead of as a lone NUL.
        if (!matches && (password.Length > 0 || !Matches([])))
            throw new WrongPasswordException();

        bool Matches(byte[] secret)
        {
            using var hash = IncrementalHash.CreateHash(algorithm);
            var key = Pkcs12KeyDerivation.Derive(
                algorithm, Pkcs12KeyDerivation.ForMac, secret, salt, iterations, hash.HashLengthInBytes);
            using var mac = IncrementalHash.CreateHMAC(algorithm, key);
            mac.AppendData(safe);
            return CryptographicOperations.FixedTimeEquals(mac.GetHashAndReset(), expected);
        }
    }
}
