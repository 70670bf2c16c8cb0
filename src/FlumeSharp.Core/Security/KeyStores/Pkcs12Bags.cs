using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlumeSharp.Security.KeyStores;

/// <summary>Collects the bags of a PKCS #12 store and joins keys with their certificates.</summary>
/// <remarks>
/// <code>
/// SafeBag    SEQ { bagId, [0] value, SET OF SEQ { attribute, SET OF value } OPTIONAL }
/// CertBag    SEQ { x509Certificate, [0] OCTET STRING }
/// SecretBag  SEQ { pkcs8ShroudedKeyBag, [0] OCTET STRING }, a key in Java's PKCS #8 disguise
/// </code>
/// A certificate belongs to the key with its localKeyId; the others of a chain are found by issuer and subject. Java trusts what
/// carries its trustedKeyUsage; other tools set no mark, so a store without any key is all trust.
/// </remarks>
internal sealed class Pkcs12Bags
{
    private const string KeyBag = "1.2.840.113549.1.12.10.1.1";
    private const string ShroudedKeyBag = "1.2.840.113549.1.12.10.1.2";
    private const string CertificateBag = "1.2.840.113549.1.12.10.1.3";
    private const string RevocationBag = "1.2.840.113549.1.12.10.1.4";
    private const string SecretBag = "1.2.840.113549.1.12.10.1.5";
    private const string NestedBag = "1.2.840.113549.1.12.10.1.6";
    private const string X509 = "1.2.840.113549.1.9.22.1";
    private const string FriendlyName = "1.2.840.113549.1.9.20";
    private const string LocalKeyId = "1.2.840.113549.1.9.21";
    private const string JavaTrustedKeyUsage = "2.16.840.1.113894.746875.1.1";
    private const int Deepest = 10;
    private const int LongestChain = 100;
    private static readonly Asn1Tag Explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly List<(Func<string, byte[]> Unlock, Attributes Attributes)> _keys = [];
    private readonly List<(Func<string, SecretKey> Unlock, Attributes Attributes)> _secrets = [];
    private readonly List<(byte[] Der, Attributes Attributes)> _certificates = [];

    /// <summary>Adds the bags of one SafeContents.</summary>
    public void Add(byte[] safeContents) => Add(new AsnReader(safeContents, AsnEncodingRules.BER).ReadSequence(), 0);

    /// <summary>What the bags mean together.</summary>
    public List<KeyStoreEntry> ToEntries()
    {
        var entries = new List<KeyStoreEntry>();
        var bySubject = _certificates.ToLookup(certificate => Name(certificate.Der, issuer: false), StringComparer.Ordinal);
        foreach (var (unlock, attributes) in _keys)
            entries.Add(KeyStoreEntry.PrivateKey(Alias(attributes, entries), Chain(attributes, bySubject), unlock));
        foreach (var (unlock, attributes) in _secrets)
            entries.Add(KeyStoreEntry.Secret(Alias(attributes, entries), unlock));
        foreach (var (der, attributes) in _certificates)
        {
            if (attributes.Trusted || (_keys.Count == 0 && _secrets.Count == 0))
                entries.Add(KeyStoreEntry.Trusted(Alias(attributes, entries), der));
        }
        return entries;
    }

    // Java numbers entries without a name; the number is one that stays as long as the file does.
    private static string Alias(Attributes attributes, List<KeyStoreEntry> entries)
        => attributes.Name ?? (entries.Count + 1).ToString(CultureInfo.InvariantCulture);

    private static string Name(byte[] der, bool issuer)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return Convert.ToHexString((issuer ? certificate.IssuerName : certificate.SubjectName).RawData);
        }
        catch (CryptographicException ex)
        {
            throw new InvalidDataException("a certificate in it is damaged", ex);
        }
    }

    private List<byte[]> Chain(Attributes key, ILookup<string, (byte[] Der, Attributes Attributes)> bySubject)
    {
        var chain = new List<byte[]>();
        var own = _certificates.Find(c => key.KeyId is not null && c.Attributes.KeyId == key.KeyId).Der
            ?? _certificates.Find(c => key.Name is not null && c.Attributes.Name == key.Name).Der;
        while (own is not null && chain.Count < LongestChain)
        {
            chain.Add(own);
            var issuer = Name(own, issuer: true);
            own = issuer == Name(own, issuer: false) ? null : bySubject[issuer].FirstOrDefault(c => !chain.Contains(c.Der)).Der;
        }
        return chain;
    }

    private void Add(AsnReader bags, int depth)
    {
        if (depth > Deepest)
            throw new InvalidDataException("its contents are nested too deeply");
        while (bags.HasData)
        {
            var bag = bags.ReadSequence();
            var id = bag.ReadObjectIdentifier();
            var value = bag.ReadSequence(Explicit);
            switch (id)
            {
                case KeyBag:
                    var plain = value.ReadEncodedValue().ToArray();
                    _keys.Add((_ => plain, Attributes.Read(bag)));
                    break;
                case ShroudedKeyBag:
                    var shrouded = value.ReadEncodedValue();
                    _keys.Add((password => PasswordEncryption.DecryptKey(shrouded, password), Attributes.Read(bag)));
                    break;
                case CertificateBag:
                    var certificate = value.ReadSequence();
                    if (certificate.ReadObjectIdentifier() == X509)
                        _certificates.Add((certificate.ReadSequence(Explicit).ReadOctetString(), Attributes.Read(bag)));
                    break;
                case SecretBag:
                    AddSecret(value.ReadSequence(), bag);
                    break;
                case NestedBag:
                    Add(value.ReadSequence(), depth + 1);
                    break;
                case RevocationBag:
                    break;
                default:
                    throw new NotSupportedException($"it holds a bag of type {id}, which is not supported");
            }
        }
    }

    private void AddSecret(AsnReader secret, AsnReader bag)
    {
        if (secret.ReadObjectIdentifier() != ShroudedKeyBag)
            return; // Some other secret, such as a password of a browser.
        var content = secret.ReadSequence(Explicit).ReadOctetString();
        _secrets.Add((password => ReadSecretKey(PasswordEncryption.DecryptKey(content, password)), Attributes.Read(bag)));
    }

    private static SecretKey ReadSecretKey(byte[] plain)
    {
        var info = new AsnReader(plain, AsnEncodingRules.BER).ReadSequence();
        _ = info.ReadInteger();
        var id = info.ReadSequence().ReadObjectIdentifier();
        var name = id switch
        {
            "2.16.840.1.101.3.4.1" => "AES",
            "1.3.14.3.2.7" => "DES",
            "1.3.14.3.2.17" or "1.2.840.113549.3.7" => "DESede",
            "1.2.840.113549.2.7" => "HmacSHA1",
            "1.2.840.113549.2.9" => "HmacSHA256",
            "1.2.840.113549.2.10" => "HmacSHA384",
            "1.2.840.113549.2.11" => "HmacSHA512",
            _ => id,
        };
        return new SecretKey(name, info.ReadOctetString());
    }

    private sealed record Attributes(string? Name, string? KeyId, bool Trusted)
    {
        public static Attributes Read(AsnReader bag)
        {
            var result = new Attributes(null, null, false);
            if (!bag.HasData)
                return result;
            for (var set = bag.ReadSetOf(); set.HasData;)
            {
                var attribute = set.ReadSequence();
                var id = attribute.ReadObjectIdentifier();
                var values = attribute.ReadSetOf();
                if (id == FriendlyName && values.HasData)
                    result = result with { Name = values.ReadCharacterString(UniversalTagNumber.BMPString) };
                else if (id == LocalKeyId && values.HasData)
                    result = result with { KeyId = Convert.ToHexString(values.ReadOctetString()) };
                else if (id == JavaTrustedKeyUsage)
                    result = result with { Trusted = true };
            }
            return result;
        }
    }
}
