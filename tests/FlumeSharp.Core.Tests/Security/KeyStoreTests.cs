using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FlumeSharp.Security.KeyStores;

namespace FlumeSharp.Security;

/// <summary>Stores made by Java's keytool and by OpenSSL; Golden/make.sh says how.</summary>
public sealed class KeyStoreTests
{
    private static KeyStore Load(string file, string? password = "storepass") => KeyStore.Load(KeyStoreGolden.At(file), password);

    [TestCase("server.jks", KeyStoreType.Jks)]
    [TestCase("server.jceks", KeyStoreType.Jceks)]
    [TestCase("pkcs12-named.jks", KeyStoreType.Pkcs12)]
    [TestCase("legacy.p12", KeyStoreType.Pkcs12)]
    public void The_first_bytes_tell_the_format(string file, KeyStoreType type) => Load(file).Type.Should().Be(type);

    [TestCase("server.jks", "keypass")]
    [TestCase("server.jceks", "keypass")]
    [TestCase("pkcs12-named.jks", null)]
    [TestCase("legacy.p12", null)]
    public void A_private_key_comes_with_its_certificate_and_issuers(string file, string? keyPassword)
    {
        var store = Load(file);

        using var certificate = store.GetCertificate("SERVER", keyPassword);
        var issuers = store.GetIssuers("server");

        certificate.Subject.Should().Be("CN=localhost");
        issuers.Should().ContainSingle().Which.Subject.Should().Be("CN=FlumeSharp Test CA");
        using var expected = X509CertificateLoader.LoadCertificateFromFile(KeyStoreGolden.At("server.pem"));
        certificate.RawData.Should().Equal(expected.RawData);
        using var key = certificate.GetRSAPrivateKey()!;
        using var truth = RSA.Create();
        truth.ImportFromPem(File.ReadAllText(KeyStoreGolden.At("key.pem")));
        key.ExportParameters(true).D.Should().Equal(truth.ExportParameters(true).D);
    }

    [TestCase("server.jks")]
    [TestCase("pkcs12-named.jks")]
    public void Elliptic_curve_keys_sign_for_their_certificate(string file)
    {
        using var certificate = Load(file).GetCertificate("ec");
        using var privateKey = certificate.GetECDsaPrivateKey()!;
        using var publicKey = certificate.GetECDsaPublicKey()!;

        byte[] data = [1, 2, 3];
        publicKey.VerifyData(data, privateKey.SignData(data, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256).Should().BeTrue();
    }

    [Test]
    public void Entries_are_those_keytool_lists()
    {
        var listed = File.ReadAllLines(KeyStoreGolden.At("server.jks.txt"));
        var store = Load("server.jks");

        store.Entries.Select(e => e.Alias).Should().BeEquivalentTo(
            listed.Where(l => l.StartsWith("Alias name: ", StringComparison.Ordinal)).Select(l => l["Alias name: ".Length..]));
        foreach (var entry in store.Entries)
        {
            var at = Array.IndexOf(listed, "Alias name: " + entry.Alias);
            listed[at + 1].Should().Be(entry.Kind == KeyStoreEntryKind.PrivateKey ? "Entry type: PrivateKeyEntry" : "Entry type: trustedCertEntry");
            var fingerprint = Convert.ToHexString(SHA256.HashData(entry.Certificates[0]));
            listed[at + 2].Replace(":", "", StringComparison.Ordinal).Should().Be("SHA256 " + fingerprint);
        }
    }

    [TestCase("server.jks")]
    [TestCase("server.jceks")]
    [TestCase("pkcs12-named.jks")]
    [TestCase("legacy.p12")]
    [TestCase("openssl-trust.p12")]
    public void Trusted_certificates_are_found(string file)
        => Load(file).GetTrustedCertificates().Should().ContainSingle().Which.Subject.Should().Be("CN=FlumeSharp Test CA");

    [Test]
    public void Certificates_of_a_key_are_not_trusted_for_that_alone() => Load("openssl.p12").GetTrustedCertificates().Should().BeEmpty();

    [Test]
    public void A_store_made_by_OpenSSL_is_read()
    {
        using var named = Load("openssl.p12").GetCertificate("openssl");
        using var unnamed = Load("openssl-empty-password.p12", "").GetCertificate();

        named.HasPrivateKey.Should().BeTrue();
        unnamed.RawData.Should().Equal(named.RawData);
        Load("openssl.p12").GetIssuers().Should().ContainSingle();
    }

    [TestCase("key-0", null, "AES", 16)]
    [TestCase("KEY-1", "keypass", "AES", 32)]
    [TestCase("des", null, "DESede", 24)]
    [TestCase("hmac", null, "HmacSHA256", 32)]
    public void Secret_keys_are_the_same_in_both_formats(string alias, string? keyPassword, string algorithm, int length)
    {
        var jceks = Load("server.jceks").GetSecretKey(alias, keyPassword);
        var pkcs12 = Load("secrets.p12").GetSecretKey(alias);

        jceks.Algorithm.Should().BeEquivalentTo(algorithm);
        jceks.Bytes.Length.Should().Be(length);
        pkcs12.Bytes.ToArray().Should().Equal(jceks.Bytes.ToArray());
        pkcs12.Algorithm.Should().Be(algorithm);
        jceks.ToString().Should().NotContain(Convert.ToHexString(jceks.Bytes.Span));
    }

    [Test]
    public void The_keys_of_a_Flume_file_channel_are_read()
    {
        var store = Load("filechannel.jceks");

        store.GetSecretKey("key-0").Bytes.Length.Should().Be(16);
        store.GetSecretKey("key-1", "keypass1").Bytes.Length.Should().Be(32);
    }

    [Test]
    public void Without_a_password_Java_stores_are_read_and_their_keys_stay_shut()
    {
        var store = Load("server.jks", null);

        store.GetTrustedCertificates().Should().ContainSingle();
        store.Invoking(s => s.GetCertificate("ec")).Should().Throw<KeyStoreException>().WithMessage("*'ec'*needs a password*");
        using var certificate = store.GetCertificate("ec", "storepass");
        FluentActions.Invoking(() => Load("legacy.p12", null)).Should().Throw<KeyStoreException>().WithMessage("*legacy.p12*needs a password*");
    }

    [TestCase("server.jks")]
    [TestCase("server.jceks")]
    [TestCase("pkcs12-named.jks")]
    [TestCase("legacy.p12")]
    [TestCase("openssl-trust.p12")]
    public void A_wrong_password_is_named_without_being_shown(string file)
    {
        var failure = FluentActions.Invoking(() => Load(file, "hunter2")).Should().Throw<KeyStoreException>().Which;

        failure.Message.Should().Contain(file).And.Contain("password is wrong").And.NotContain("hunter2");
    }

    [TestCase("server.jks", "server")]
    [TestCase("server.jceks", "server")]
    public void A_key_with_a_password_of_its_own_says_so(string file, string alias)
        => Load(file).Invoking(s => s.GetCertificate(alias)).Should().Throw<KeyStoreException>().WithMessage($"*{file}*'{alias}'*password is wrong*");

    [Test]
    public void A_secret_key_with_a_password_of_its_own_says_so()
    {
        var store = Load("server.jceks");

        store.Invoking(s => s.GetSecretKey("key-1")).Should().Throw<KeyStoreException>().WithMessage("*'key-1'*password is wrong*");
        store.Invoking(s => s.GetSecretKey("key-1", "größe")).Should().Throw<KeyStoreException>().WithMessage("*'key-1'*password is wrong*");
    }

    [Test]
    public void An_unknown_alias_lists_the_known_ones()
    {
        var store = Load("server.jks");

        store.Invoking(s => s.GetCertificate("nobody")).Should().Throw<KeyStoreException>().WithMessage("*no private key 'nobody'*'server'*");
        store.Invoking(s => s.GetCertificate("größe-日本")).Should().Throw<KeyStoreException>();
        store.Invoking(s => s.GetSecretKey("server")).Should().Throw<KeyStoreException>().WithMessage("*none at all*");
    }

    [Test]
    public void A_server_with_the_certificate_speaks_TLS([Values("rsa", "ec")] string kind)
    {
        using var certificate = kind == "rsa" ? Load("server.jks").GetCertificate("server", "keypass") : Load("server.jks").GetCertificate("ec");
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var accept = listener.AcceptTcpClientAsync();
        using var client = new System.Net.Sockets.TcpClient();
        client.Connect((System.Net.IPEndPoint)listener.LocalEndpoint);
        using var server = accept.GetAwaiter().GetResult();
        using var serverStream = new System.Net.Security.SslStream(server.GetStream());
        using var clientStream = new System.Net.Security.SslStream(client.GetStream(), false, (_, seen, _, _) => seen!.GetCertHashString() == certificate.GetCertHashString());

        var handshakes = Task.WhenAll(
            serverStream.AuthenticateAsServerAsync(certificate),
            clientStream.AuthenticateAsClientAsync("localhost"));

        FluentActions.Awaiting(() => handshakes.WaitAsync(TimeSpan.FromSeconds(30))).Should().NotThrowAsync().GetAwaiter().GetResult();
        clientStream.IsAuthenticated.Should().BeTrue();
    }
}
