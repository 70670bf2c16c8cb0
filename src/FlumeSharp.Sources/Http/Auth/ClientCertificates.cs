using System.Security.Cryptography.X509Certificates;
using FlumeSharp.Security.KeyStores;

namespace FlumeSharp.Sources.Http.Auth;

// Accepts the certificates that the given authorities issued, and no others, whatever the machine trusts.
internal sealed class ClientCertificates(X509Certificate2Collection authorities)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public static ClientCertificates? Read(HttpAuthOptions options) =>
        options is { Type: AuthType.Mtls, AuthorityFile: { } file } ? new(PemCertificate.LoadCertificates(file)) : null;

    public bool Accept(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientAuthentication));
        return chain.Build(certificate);
    }
}
