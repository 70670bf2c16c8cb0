using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlumeSharp.Security.KeyStores;

/// <summary>Reads certificates and keys from PEM files, as nearly everything but Java keeps them.</summary>
public static class PemCertificate
{
    private const int LargestFile = 16 * 1024 * 1024;

    /// <summary>The first certificate of a file, with its private key.</summary>
    /// <param name="certificatePath">The certificate, and the chain behind it if there is one.</param>
    /// <param name="keyPath">The private key in PKCS #8, PKCS #1 or SEC 1; <see langword="null"/> when it stands in the same file.</param>
    /// <param name="password">The password of an encrypted PKCS #8 key.</param>
    /// <exception cref="KeyStoreException">A file cannot be read or used, or the password is wrong.</exception>
    public static X509Certificate2 Load(string certificatePath, string? keyPath = null, string? password = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(certificatePath);
        var certificate = Read(certificatePath);
        keyPath ??= certificatePath;
        var key = keyPath == certificatePath ? certificate : Read(keyPath);
        if (!certificate.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            throw new KeyStoreException($"PEM file '{certificatePath}' holds no certificate (no line -----BEGIN CERTIFICATE-----).");
        if (key.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            throw new KeyStoreException($"PEM file '{keyPath}': the key is encrypted in OpenSSL's old way; convert it with openssl pkcs8 -topk8.");
        var encrypted = key.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (!encrypted && !key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new KeyStoreException($"PEM file '{keyPath}' holds no private key.");
        if (encrypted && password is null)
            throw new KeyStoreException($"PEM file '{keyPath}': the key is encrypted, so it needs a password.");
        try
        {
            return PrivateKeyImport.Portable(encrypted
                ? X509Certificate2.CreateFromEncryptedPem(certificate, key, password)
                : X509Certificate2.CreateFromPem(certificate, key));
        }
        catch (Exception ex) when (ex is CryptographicException or ArgumentException)
        {
            var reason = encrypted ? "the password is wrong, or the key is damaged or of another certificate" : ex.Message.TrimEnd('.');
            throw new KeyStoreException($"PEM file '{keyPath}': the private key cannot be used with the certificate of '{certificatePath}': {reason}.", ex);
        }
    }

    /// <summary>All certificates of a file: a chain behind the first, or authorities to trust.</summary>
    /// <exception cref="KeyStoreException">The file cannot be read, or holds no usable certificate.</exception>
    public static X509Certificate2Collection LoadCertificates(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var collection = new X509Certificate2Collection();
        try
        {
            collection.ImportFromPem(Read(path));
        }
        catch (CryptographicException ex)
        {
            throw new KeyStoreException($"PEM file '{path}' holds a damaged certificate: {ex.Message}", ex);
        }
        return collection.Count > 0
            ? collection
            : throw new KeyStoreException($"PEM file '{path}' holds no certificate (no line -----BEGIN CERTIFICATE-----).");
    }

    private static string Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile } file)
                throw new InvalidDataException($"it has {file.Length} bytes; {LargestFile} are allowed");
            return File.ReadAllText(path);
        }
        catch (Exception ex) when (KeyStore.IsExpected(ex))
        {
            throw new KeyStoreException($"PEM file '{path}' cannot be read: {KeyStore.Reason(ex, null)}.", ex);
        }
    }
}
