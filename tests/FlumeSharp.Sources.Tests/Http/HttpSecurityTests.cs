using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.Tests.Http;

public sealed class HttpSecurityTests
{
    private const string OneEvent = """[{"body":"x"}]""";

    [TestCase("alice", "secret", 200)]
    [TestCase("alice", "wrong", 401)]
    [TestCase("", "", 401)]
    public async Task Basic_credentials_come_from_a_file(string name, string password, int status)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("users"), "# clients\nbob:other\nalice:secret\n");
        await using var source = await RunningHttpSource.StartAsync($"auth.type = basic\nauth.users-file = {folder.File("users")}");
        source.Client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));

        using var answer = await source.PostAsync(OneEvent);

        ((int)answer.StatusCode).Should().Be(status);
        source.Counters.EventReadFail.Count.Should().Be(status == 200 ? 0 : 1);
        source.Channel.EventCount.Should().Be(status == 200 ? 1 : 0);
        answer.Headers.WwwAuthenticate.Should().HaveCount(status == 200 ? 0 : 1);
    }

    [TestCase("t0ken", 200)]
    [TestCase("t0ke", 401)]
    [TestCase(null, 401)]
    public async Task Bearer_tokens_come_from_a_file(string? token, int status)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("tokens"), "other\nt0ken\n");
        await using var source = await RunningHttpSource.StartAsync($"auth.type = bearer\nauth.token-file = {folder.File("tokens")}");
        source.Client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        using var answer = await source.PostAsync(OneEvent);

        ((int)answer.StatusCode).Should().Be(status);
    }

    [Test]
    public async Task Tls_works_with_a_pem_certificate()
    {
        using var folder = new TempFolder();
        using var server = Issue(null, "localhost");
        await File.WriteAllTextAsync(folder.File("cert.pem"), server.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.File("key.pem"), server.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using var source = await RunningHttpSource.StartAsync($"ssl = true\nssl.cert = {folder.File("cert.pem")}\nssl.key = {folder.File("key.pem")}\ninclude-cipher-suites = TLS_AES_128_GCM_SHA256 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

        (await PostAsync(source, null)).Should().Be(HttpStatusCode.OK);
    }

    [TestCase("ssl", "keystore-password")]
    [TestCase("enableSSL", "keystorePassword")]
    public async Task Tls_works_with_a_key_store_and_either_spelling(string ssl, string password)
    {
        using var folder = new TempFolder();
        using var server = Issue(null, "localhost");
        await File.WriteAllBytesAsync(folder.File("server.jks"), server.Export(X509ContentType.Pkcs12, "changeit"));
        await using var source = await RunningHttpSource.StartAsync($"{ssl} = true\nkeystore = {folder.File("server.jks")}\n{password} = changeit\nexclude-protocols = TLSv1.3");

        (await PostAsync(source, null)).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Mutual_tls_takes_the_certificates_of_its_authority_only()
    {
        using var folder = new TempFolder();
        using var authority = Issue(null, "authority");
        using var server = Issue(null, "localhost");
        using var client = Issue(authority, "client");
        using var stranger = Issue(null, "client");
        await File.WriteAllTextAsync(folder.File("ca.pem"), authority.ExportCertificatePem());
        await File.WriteAllBytesAsync(folder.File("server.p12"), server.Export(X509ContentType.Pkcs12, "changeit"));
        await using var source = await RunningHttpSource.StartAsync($"ssl = true\nkeystore = {folder.File("server.p12")}\nkeystore-password = changeit\nauth.type = mtls\nauth.ca-file = {folder.File("ca.pem")}");

        (await PostAsync(source, client)).Should().Be(HttpStatusCode.OK);
        (await PostAsync(source, stranger)).Should().BeNull();
        (await PostAsync(source, null)).Should().BeNull();
        source.Channel.EventCount.Should().Be(1);
    }

    [TestCase("auth.type = basic", "auth.users-file")]
    [TestCase("auth.type = mtls\nauth.ca-file = x", "ssl = true")]
    public void Missing_keys_are_named(string keys, string named) =>
        RunningHttpSource.Plan(keys).Problems.Should().Contain(p => p.ToString().Contains(named, StringComparison.Ordinal));

    private static async Task<HttpStatusCode?> PostAsync(RunningHttpSource source, X509Certificate2? certificate)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, shown, _, _) => shown?.Subject == "CN=localhost";
        handler.SslOptions.ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true);
        using var client = new HttpClient(handler);
        using var content = new StringContent(OneEvent, Encoding.UTF8, "application/json");
        try
        {
            using var answer = await client.PostAsync(new Uri($"https://localhost:{source.Source.Address!.Port}/"), content);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static X509Certificate2 Issue(X509Certificate2? issuer, string name)
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
