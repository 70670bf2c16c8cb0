namespace FlumeSharp.Security.KeyStores;

/// <summary>What an alias of a key store stands for.</summary>
public enum KeyStoreEntryKind
{
    /// <summary>A private key and the certificates that lead from its own to an authority.</summary>
    PrivateKey,

    /// <summary>A certificate to trust.</summary>
    TrustedCertificate,

    /// <summary>A symmetric key.</summary>
    SecretKey,
}
