using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FlumeSharp.Security.KeyStores;

namespace FlumeSharp.Sources.Tls;

/// <summary>The server's side of TLS as the options and the defaults say, with the key already read.</summary>
internal sealed class TlsServer
{
    private readonly CipherSuitesPolicy? _ciphers;

    private TlsServer(X509Certificate2 certificate, X509Certificate2Collection issuers, SslProtocols protocols, CipherSuitesPolicy? ciphers)
    {
        Certificate = certificate;
        Issuers = issuers;
        Protocols = protocols;
        _ciphers = ciphers;
    }

    /// <summary>The certificate with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificates between it and its authority.</summary>
    public X509Certificate2Collection Issuers { get; }

    /// <summary>The protocols that are used.</summary>
    public SslProtocols Protocols { get; }

    /// <summary>Reads the key, as Flume does when it configures a source.</summary>
    /// <exception cref="FlumeException">There is no key, it cannot be read, or no protocol or cipher suite is left.</exception>
    public static TlsServer Create(string component, TlsServerOptions options, TlsDefaults defaults)
    {
        var (certificate, issuers) = ReadCertificate(component, options, defaults);
        var protocols = ProtocolsOf(
            OrElse(options.IncludeProtocols, defaults.IncludeProtocols), [.. options.ExcludeProtocols, .. defaults.ExcludeProtocols]);
        if (protocols == SslProtocols.None)
        {
            throw new FlumeException($"{component}: no TLS protocol is left; include-protocols and exclude-protocols must leave TLSv1.2 or TLSv1.3.");
        }

        var ciphers = CipherSuites.Policy(
            component, OrElse(options.IncludeCipherSuites, defaults.IncludeCipherSuites), OrElse(options.ExcludeCipherSuites, defaults.ExcludeCipherSuites));
        return new(certificate, issuers, protocols, ciphers);
    }

    /// <summary>Limits a connection's handshake to the cipher suites.</summary>
    public void Apply(SslServerAuthenticationOptions handshake)
    {
        if (_ciphers is not null)
        {
            handshake.CipherSuitesPolicy = _ciphers;
        }
    }

    private static (X509Certificate2 Certificate, X509Certificate2Collection Issuers) ReadCertificate(
        string component, TlsServerOptions options, TlsDefaults defaults)
    {
        if (options.Certificate is { } pem)
        {
            var chain = PemCertificate.LoadCertificates(pem);
            chain.RemoveAt(0);
            return (PemCertificate.Load(pem, options.CertificateKey), chain);
        }

        var path = options.KeyStore ?? defaults.KeyStore
            ?? throw new FlumeException($"{component}: 'ssl' is true and there is no key; set 'keystore' and 'keystore-password', or 'ssl.cert' and 'ssl.key', or -Djavax.net.ssl.keyStore and FLUME_SSL_KEYSTORE_PATH for all components.");
        var password = options.KeyStorePassword ?? defaults.KeyStorePassword
            ?? throw new FlumeException($"{component}: the key store '{path}' needs a password; set 'keystore-password'.");
        var store = KeyStore.Load(path, password);
        return (store.GetCertificate(keyPassword: password), store.GetIssuers());
    }

    private static SslProtocols ProtocolsOf(IReadOnlyList<string> include, IReadOnlyList<string> exclude)
    {
        var protocols = SslProtocols.None;
        foreach (var (name, protocol) in (ReadOnlySpan<(string, SslProtocols)>)[("TLSv1.2", SslProtocols.Tls12), ("TLSv1.3", SslProtocols.Tls13)])
        {
            if ((include.Count == 0 || include.Contains(name, StringComparer.OrdinalIgnoreCase)) && !exclude.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                protocols |= protocol;
            }
        }

        return protocols;
    }

    private static IReadOnlyList<string> OrElse(IReadOnlyList<string> own, IReadOnlyList<string> global) => own.Count > 0 ? own : global;
}
