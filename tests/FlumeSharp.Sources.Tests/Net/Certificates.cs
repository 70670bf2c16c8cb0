using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlumeSharp.Sources.Tests.Net;

/// <summary>Certificates for a test.</summary>
internal static class Certificates
{
    public static X509Certificate2 Issue(X509Certificate2? issuer, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(issuer is null, false, 0, true));
        var from = TimeProvider.System.GetUtcNow().AddDays(-1);
        if (issuer is null)
        {
            return request.CreateSelfSigned(from, from.AddDays(10));
        }

        using var certificate = request.Create(issuer, from, from.AddDays(9), [1, 2, 3, 4]);
        using var joined = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(joined.Export(X509ContentType.Pkcs12), null);
    }
}
