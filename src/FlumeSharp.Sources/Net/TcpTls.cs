using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FlumeSharp.Security.KeyStores;
using FlumeSharp.Sources.Http.Auth;
using FlumeSharp.Sources.Tls;

namespace FlumeSharp.Sources.Net;

// The server's side of TLS on a plain connection. Key and authorities are read when it is made.
internal sealed class TcpTls
{
    private static readonly TimeSpan LongestHandshake = TimeSpan.FromSeconds(30);
    private readonly SslServerAuthenticationOptions _handshake;

    private TcpTls(TlsServer server, ClientCertificates? clients)
    {
        _handshake = new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(server.Certificate, server.Issuers, offline: true),
            EnabledSslProtocols = server.Protocols,
            ClientCertificateRequired = clients is not null,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        server.Apply(_handshake);
        if (clients is not null)
        {
            _handshake.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 certificate && clients.Accept(certificate);
        }
    }

    /// <summary>Reads the key; null when TLS is off.</summary>
    public static TcpTls? Create(string component, TlsServerOptions options, TlsClientOptions clients, TlsDefaults defaults) => options.Enabled
        ? new(TlsServer.Create(component, options, defaults), clients.AuthorityFile is { } file ? new(PemCertificate.LoadCertificates(file)) : null)
        : null;

    /// <summary>Shakes hands. A client that does not keep up its side within half a minute is given up.</summary>
    public async Task<Stream> AuthenticateAsync(Stream plain, TimeProvider time)
    {
        var encrypted = new SslStream(plain, leaveInnerStreamOpen: false);
        using var patience = new CancellationTokenSource(LongestHandshake, time);
        try
        {
            await encrypted.AuthenticateAsServerAsync(_handshake, patience.Token).ConfigureAwait(false);
            return encrypted;
        }
        catch
        {
            await encrypted.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
