using System.ComponentModel.DataAnnotations;
using FlumeSharp.Options;

namespace FlumeSharp.Sources.Tls;

/// <summary>The TLS keys that all sources with a server share, with Flume's older spellings.</summary>
public sealed record TlsServerOptions : IValidatableObject
{
    /// <summary>Whether connections are encrypted.</summary>
    /// <value>Default: false.</value>
    [FlumeOption("ssl", Aliases = ["enableSSL"])]
    public bool Enabled { get; init; }

    /// <summary>The key store with the server's key and certificate: JKS, JCEKS or PKCS12, told apart by content.</summary>
    /// <value>Default: what <c>-Djavax.net.ssl.keyStore</c> or <c>FLUME_SSL_KEYSTORE_PATH</c> says.</value>
    [FlumeOption("keystore")]
    public string? KeyStore { get; init; }

    /// <summary>The password of the key store and of its key.</summary>
    /// <value>Default: what <c>-Djavax.net.ssl.keyStorePassword</c> or <c>FLUME_SSL_KEYSTORE_PASSWORD</c> says.</value>
    [FlumeOption("keystore-password", Aliases = ["keystorePassword"], Secret = true)]
    public string? KeyStorePassword { get; init; }

    /// <summary>The kind of key store. Accepted for compatibility: the file's own first bytes decide.</summary>
    [FlumeOption("keystore-type")]
    public string? KeyStoreType { get; init; }

    /// <summary>A certificate in PEM, with its chain; instead of a key store.</summary>
    [FlumeOption("ssl.cert", IsExtension = true)]
    public string? Certificate { get; init; }

    /// <summary>The private key in PEM, where it does not stand in the certificate's file.</summary>
    [FlumeOption("ssl.key", IsExtension = true)]
    public string? CertificateKey { get; init; }

    /// <summary>Protocols that are not used. SSLv3 never is.</summary>
    [FlumeOption("exclude-protocols", Aliases = ["excludeProtocols"])]
    public IReadOnlyList<string> ExcludeProtocols { get; init; } = [];

    /// <summary>The only protocols that are used, such as TLSv1.3.</summary>
    /// <value>Default: TLSv1.2 and TLSv1.3.</value>
    [FlumeOption("include-protocols")]
    public IReadOnlyList<string> IncludeProtocols { get; init; } = [];

    /// <summary>Cipher suites, by their standard names, that are not used.</summary>
    [FlumeOption("exclude-cipher-suites")]
    public IReadOnlyList<string> ExcludeCipherSuites { get; init; } = [];

    /// <summary>The only cipher suites that are used.</summary>
    [FlumeOption("include-cipher-suites")]
    public IReadOnlyList<string> IncludeCipherSuites { get; init; } = [];

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Certificate is null && CertificateKey is not null)
        {
            yield return new("'ssl.key' is set without 'ssl.cert'; name the certificate's PEM file there", ["ssl.key"]);
        }
    }
}
