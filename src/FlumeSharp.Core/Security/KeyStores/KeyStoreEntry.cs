namespace FlumeSharp.Security.KeyStores;

/// <summary>An alias of a key store and what it stands for. Keys stay encrypted until they are asked for.</summary>
public sealed class KeyStoreEntry
{
    private KeyStoreEntry(string alias, KeyStoreEntryKind kind)
    {
        Alias = alias;
        Kind = kind;
    }

    /// <summary>The name, compared without regard to case.</summary>
    public string Alias { get; }

    /// <summary>What it stands for.</summary>
    public KeyStoreEntryKind Kind { get; }

    /// <summary>The certificates in DER, the key's own or the trusted one first.</summary>
    internal IReadOnlyList<byte[]> Certificates { get; private init; } = [];

    /// <summary>Decrypts the PKCS #8 form of the private key with a password.</summary>
    internal Func<string, byte[]>? UnlockPrivateKey { get; private init; }

    /// <summary>Decrypts the secret key with a password.</summary>
    internal Func<string, SecretKey>? UnlockSecretKey { get; private init; }

    internal static KeyStoreEntry PrivateKey(string alias, IReadOnlyList<byte[]> chain, Func<string, byte[]> unlock)
        => new(alias, KeyStoreEntryKind.PrivateKey) { Certificates = chain, UnlockPrivateKey = unlock };

    internal static KeyStoreEntry Trusted(string alias, byte[] certificate)
        => new(alias, KeyStoreEntryKind.TrustedCertificate) { Certificates = [certificate] };

    internal static KeyStoreEntry Secret(string alias, Func<string, SecretKey> unlock)
        => new(alias, KeyStoreEntryKind.SecretKey) { UnlockSecretKey = unlock };
}
