using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FlumeSharp.Security.KeyStores;

namespace FlumeSharp.Configuration.Sources;

/// <summary>Makes connections to configuration servers: Flume's timeouts, and the trust store of Java's settings.</summary>
internal static class ConfigurationHttp
{
    // Flume waits 60 seconds for a connection and as long for data.
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(120);

    /// <summary>Makes a client.</summary>
    /// <param name="environment">Where <c>javax.net.ssl.trustStore</c> and <c>FLUME_SSL_TRUSTSTORE_PATH</c> are looked up.</param>
    /// <param name="verifiesHost">Whether a certificate must be for the host that is asked.</param>
    /// <exception cref="KeyStoreException">The trust store cannot be used.</exception>
    public static HttpClient CreateClient(ConfigurationEnvironment environment, bool verifiesHost)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = _connectTimeout };
        var trusted = Trusted(environment);
        if (trusted is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        }

        if (!verifiesHost)
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
        return new HttpClient(handler) { Timeout = _timeout };
    }

    private static X509Certificate2Collection? Trusted(ConfigurationEnvironment environment)
    {
        var path = Setting(environment, "javax.net.ssl.trustStore", "FLUME_SSL_TRUSTSTORE_PATH");
        return path is null
            ? null
            : KeyStore.Load(path, Setting(environment, "javax.net.ssl.trustStorePassword", "FLUME_SSL_TRUSTSTORE_PASSWORD")).GetTrustedCertificates();
    }

    private static string? Setting(ConfigurationEnvironment environment, string property, string variable)
        => environment.SystemProperties.GetValueOrDefault(property) ?? environment.Variables.GetValueOrDefault(variable);
}
