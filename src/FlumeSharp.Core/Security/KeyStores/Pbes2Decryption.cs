using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace FlumeSharp.Security.KeyStores;

#pragma warning disable CA5350 // Old stores are encrypted with this; nothing is ever written with it.

/// <summary>PBES2 (RFC 8018): PBKDF2 makes the key of an ordinary cipher.</summary>
internal static class Pbes2Decryption
{
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string TripleDesCbc = "1.2.840.113549.3.7";

    public static byte[] Decrypt(AsnReader parameters, byte[] encrypted, string password)
    {
        var derivation = parameters.ReadSequence();
        var cipher = parameters.ReadSequence();
        if (derivation.ReadObjectIdentifier() is not Pbkdf2 and var function)
            throw new NotSupportedException($"its key is derived by the function {function}, which is not supported");
        derivation = derivation.ReadSequence();
        var salt = derivation.ReadOctetString();
        var iterations = PasswordEncryption.ReadIterations(derivation);
        if (derivation.HasData && derivation.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
            _ = derivation.ReadInteger(); // The key length, which the cipher knows better.
        var hash = derivation.HasData ? HashOf(derivation.ReadSequence().ReadObjectIdentifier()) : HashAlgorithmName.SHA1;

        var id = cipher.ReadObjectIdentifier();
        var keyLength = id switch
        {
            "2.16.840.1.101.3.4.1.2" => 16,
            "2.16.840.1.101.3.4.1.22" => 24,
            "2.16.840.1.101.3.4.1.42" => 32,
            TripleDesCbc => 24,
            _ => throw new NotSupportedException($"it is encrypted with the cipher {id}, which is not supported"),
        };
        var iv = cipher.ReadOctetString();
        using SymmetricAlgorithm algorithm = id == TripleDesCbc ? TripleDES.Create() : Aes.Create();
        var key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, hash, keyLength);
        return PasswordEncryption.DecryptCbc(algorithm, key, iv, encrypted);
    }

    private static HashAlgorithmName HashOf(string id) => id switch
    {
        "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
        "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => throw new NotSupportedException($"its key is derived with the digest {id}, which is not supported"),
    };
}
