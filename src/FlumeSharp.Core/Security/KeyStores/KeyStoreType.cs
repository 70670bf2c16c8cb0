namespace FlumeSharp.Security.KeyStores;

/// <summary>The formats of key stores that can be read.</summary>
public enum KeyStoreType
{
    /// <summary>Java's first format: private keys and certificates.</summary>
    Jks,

    /// <summary>Java's second format, which adds secret keys.</summary>
    Jceks,

    /// <summary>PKCS #12, what Java's keytool has written since Java 9 whatever the file is called.</summary>
    Pkcs12,
}
