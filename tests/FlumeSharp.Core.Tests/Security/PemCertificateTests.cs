using System.Security.Cryptography.X509Certificates;
using FlumeSharp.Security.KeyStores;

namespace FlumeSharp.Security;

public sealed class PemCertificateTests
{
    [TestCase("key.pem", null)]
    [TestCase("key-encrypted.pem", "keypass")]
    public void Certificate_and_key_come_from_two_files(string key, string? password)
    {
        using var certificate = PemCertificate.Load(KeyStoreGolden.At("server.pem"), KeyStoreGolden.At(key), password);

        certificate.Subject.Should().Be("CN=localhost");
        using var rsa = certificate.GetRSAPrivateKey();
        rsa.Should().NotBeNull();
    }

    [Test]
    public void Certificate_and_key_may_share_a_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, File.ReadAllText(KeyStoreGolden.At("key.pem")) + File.ReadAllText(KeyStoreGolden.At("server.pem")));

            using var certificate = PemCertificate.Load(file);

            certificate.HasPrivateKey.Should().BeTrue();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void All_certificates_of_a_file_are_read()
        => PemCertificate.LoadCertificates(KeyStoreGolden.At("server.pem")).Select(c => c.Subject).Should().Equal("CN=localhost", "CN=FlumeSharp Test CA");

    [TestCase("server.pem", "key-encrypted.pem", "wrong", "password is wrong")]
    [TestCase("server.pem", "key-encrypted.pem", null, "needs a password")]
    [TestCase("server.pem", "key-old-encryption.pem", "keypass", "openssl pkcs8 -topk8")]
    [TestCase("server.pem", "ca.pem", null, "no private key")]
    [TestCase("server.pem", "missing.pem", null, "does not exist")]
    [TestCase("ca.pem", "key.pem", null, "cannot be used with the certificate")]
    [TestCase("key.pem", "key.pem", null, "no certificate")]
    public void What_cannot_be_used_says_why(string certificate, string key, string? password, string reason)
        => FluentActions.Invoking(() => PemCertificate.Load(KeyStoreGolden.At(certificate), KeyStoreGolden.At(key), password))
            .Should().Throw<KeyStoreException>().WithMessage($"*.pem*{reason}*");

    [Test]
    public void A_file_without_certificates_is_no_chain()
        => FluentActions.Invoking(() => PemCertificate.LoadCertificates(KeyStoreGolden.At("key.pem"))).Should().Throw<KeyStoreException>();
}
