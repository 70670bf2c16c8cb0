using System.Net.Security;
using System.Runtime.CompilerServices;
using FlumeSharp.Sources.Http.Auth;
using FlumeSharp.Sources.Tls;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FlumeSharp.Sources.Http;

// TLS of one endpoint, and whose certificates it takes. Keys and authorities are read when it is made.
internal sealed class EndpointSecurity(TlsServer? tls, ClientCertificates? clients)
{
    public static EndpointSecurity Create(string source, HttpSourceOptions options, TlsDefaults defaults) => new(
        options.Tls.Enabled ? TlsServer.Create($"Source '{source}' (http)", options.EffectiveTls, defaults) : null,
        ClientCertificates.Read(options.Auth));

    public void Apply(ListenOptions listen, HttpSourceOptions options)
    {
        if (tls is not null)
        {
            UseTls(tls, listen, options);
        }
    }

    // A method of its own, so that the libraries of TLS are loaded only where there is TLS.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UseTls(TlsServer server, ListenOptions listen, HttpSourceOptions options)
    {
        var https = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = server.Certificate,
            ServerCertificateChain = server.Issuers,
            SslProtocols = server.Protocols,
            OnAuthenticate = (_, handshake) => server.Apply(handshake),
        };
        if (clients is not null)
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => clients.Accept(certificate);
        }
        else if (options.NeedClientAuth || options.WantClientAuth)
        {
            https.ClientCertificateMode = options.NeedClientAuth ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = static (_, _, errors) => errors == SslPolicyErrors.None;
        }

        listen.UseHttps(https);
    }
}
