using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlumeSharp.Security.KeyStores;

/// <summary>Joins a certificate with its PKCS #8 private key.</summary>
internal static class PrivateKeyImport
{
    /// <summary>A certificate that TLS servers and clients can use.</summary>
    /// <exception cref="NotSupportedException">The key is neither RSA, nor EC, nor DSA.</exception>
    /// <exception cref="InvalidDataException">Key and certificate do not belong together, or the key is damaged.</exception>
    public static X509Certificate2 Join(byte[] certificateDer, byte[] pkcs8)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(certificateDer);
            return Portable(Join(certificate, pkcs8));
        }
        catch (Exception ex) when (ex is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException($"its private key cannot be used with its certificate ({ex.Message.TrimEnd('.')})", ex);
        }
    }

    /// <summary>Windows' TLS cannot use a key that lives in memory only; a round trip through PKCS #12 puts it where it is found.</summary>
    internal static X509Certificate2 Portable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
            return certificate;
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    private static X509Certificate2 Join(X509Certificate2 certificate, byte[] pkcs8)
    {
        switch (Algorithm(pkcs8))
        {
            case "1.2.840.113549.1.1.1" or "1.2.840.113549.1.1.10":
                using (var rsa = RSA.Create())
                {
                    rsa.ImportPkcs8PrivateKey(pkcs8, out _);
                    return certificate.CopyWithPrivateKey(rsa);
                }
            case "1.2.840.10045.2.1":
                using (var ec = ECDsa.Create())
                {
                    ec.ImportPkcs8PrivateKey(pkcs8, out _);
                    return certificate.CopyWithPrivateKey(ec);
                }
            case "1.2.840.10040.4.1":
                using (var dsa = DSA.Create())
                {
                    dsa.ImportPkcs8PrivateKey(pkcs8, out _);
                    return certificate.CopyWithPrivateKey(dsa);
                }
            case var other:
                throw new NotSupportedException($"its private key is of the algorithm {other}; only RSA, EC and DSA keys are supported");
        }
    }

    private static string Algorithm(byte[] pkcs8)
    {
        var info = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
        _ = info.ReadInteger();
        return info.ReadSequence().ReadObjectIdentifier();
    }
}
