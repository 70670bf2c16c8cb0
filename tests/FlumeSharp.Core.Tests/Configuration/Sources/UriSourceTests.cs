using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FlumeSharp.Registry;
using FlumeSharp.TestKit;

namespace FlumeSharp.Configuration.Sources;

public sealed class UriSourceTests
{
    private static readonly ConfigurationEnvironment _nothing = new();

    [TestCase("ETag: \"v1\"", "If-None-Match: \"v1\"")]
    [TestCase("ETag: W/\"v1\"", "If-None-Match: W/\"v1\"")]
    [TestCase("Last-Modified: Tue, 24 Nov 2026 03:00:00 GMT", "If-Modified-Since: Tue, 24 Nov 2026 03:00:00 GMT")]
    public async Task A_server_is_asked_whether_there_is_something_new(string header, string condition)
    {
        await using var server = new ConfigServer { Headers = [header] };
        await using var source = Open(server.Uri.AbsoluteUri);
        source.PollInterval.Should().Be(TimeSpan.FromSeconds(300));
        var first = await source.LoadAsync(null, CancellationToken.None);
        first!.Configuration.Agents.Should().ContainKey("a1");

        server.Status = request => request.Contains(condition, StringComparison.Ordinal) ? "304 Not Modified" : "500 Wrong";
        (await source.LoadAsync(first, CancellationToken.None)).Should().BeNull();
        server.Requests.Should().HaveCount(2);
        server.Requests.First().Should().NotContain("If-");

        server.Status = _ => "200 OK";
        server.Content += "a1.sinks.k1.type = null\n";
        (await source.LoadAsync(first, CancellationToken.None))!.Configuration.Agents["a1"].Sinks[0].Type.Should().Be("null");
    }

    [Test]
    public async Task A_server_that_knows_no_versions_causes_no_reload_of_equal_content()
    {
        await using var server = new ConfigServer();
        await using var source = Open(server.Uri.AbsoluteUri);
        var first = await source.LoadAsync(null, CancellationToken.None);

        (await source.LoadAsync(first, CancellationToken.None)).Should().BeNull();
    }

    [TestCase("404 Not Found", "check the path")]
    [TestCase("401 Unauthorized", "--conf-user")]
    [TestCase("500 Server Error", "500 Server Error")]
    public async Task An_answer_without_a_configuration_is_a_problem(string status, string words)
    {
        await using var server = new ConfigServer { Status = _ => status };
        await using var source = Open(server.Uri.AbsoluteUri);

        var snapshot = await source.LoadAsync(null, CancellationToken.None);

        snapshot!.IsAvailable.Should().BeFalse();
        var problem = snapshot.Configuration.Problems.Should().ContainSingle().Which;
        problem.Code.Should().Be(ProblemCodes.UriUnreadable);
        problem.ToString().Should().Contain(words).And.Contain(server.Uri.AbsoluteUri);
    }

    [Test]
    public async Task A_server_that_is_gone_is_a_problem_until_it_is_back()
    {
        var server = new ConfigServer();
        await using var source = Open(server.Uri.AbsoluteUri);
        var first = await source.LoadAsync(null, CancellationToken.None);
        await server.DisposeAsync();

        var gone = await source.LoadAsync(first, CancellationToken.None);

        gone!.IsAvailable.Should().BeFalse();
        (await source.LoadAsync(gone, CancellationToken.None)).Should().BeNull("the same failure is said once");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Basic_authentication_goes_with_the_first_request_and_the_password_nowhere_else(bool inUri)
    {
        var expected = $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("flume:hünter 2"))}";
        await using var server = new ConfigServer
        {
            Content = Samples.Complete + "x = 1\n",
            Status = request => request.Contains(expected, StringComparison.Ordinal) ? "200 OK" : "401 Unauthorized",
        };
        var options = inUri
            ? new ConfigurationSourceOptions { Uris = [server.Uri.AbsoluteUri.Replace("//", "//flume:h%C3%BCnter%202@", StringComparison.Ordinal)] }
            : new ConfigurationSourceOptions { Uris = [server.Uri.AbsoluteUri], User = "flume", Password = "hünter 2" };
        await using var source = ConfigurationSources.Open(options, _nothing);

        var snapshot = await source.LoadAsync(null, CancellationToken.None);

        snapshot!.IsAvailable.Should().BeTrue();
        source.Description.Should().Be(server.Uri.AbsoluteUri);
        snapshot.Configuration.Problems.Should().ContainSingle().Which.Location!.File.Should().Be(server.Uri.AbsoluteUri);
        options.ToString().Should().NotContain("nter");
    }

    [TestCase("https://flume:pa#hunter2@localhost/x.conf", "https://******@localhost/x.conf")]
    [TestCase("https://flume:pa?hunter2/@localhost/x.conf?token=hunter2", "https://******@localhost/x.conf")]
    [TestCase("https://flume:12#hunter2@localhost/x.conf", "https://flume:12/")]
    [TestCase("https://[x/y.conf?token=hunter2", "https://[x/y.conf")]
    [TestCase("https://flume:hunter2@localhost:1/x.conf?X-Amz-Signature=hunter2#hunter2", "https://localhost:1/x.conf")]
    public async Task No_secret_of_a_URI_is_shown(string uri, string shown)
    {
        await using var source = Open(uri);
        var snapshot = await source.LoadAsync(null, CancellationToken.None);

        source.Description.Should().Be(shown);
        snapshot!.Configuration.Problems.Should().ContainSingle().Which.ToString().Should().Contain(shown).And.NotContain("hunter2");
    }

    [Test]
    public async Task A_query_is_sent_although_it_is_not_shown()
    {
        await using var server = new ConfigServer();
        await using var source = Open(server.Uri.AbsoluteUri + "?token=hunter2");

        (await source.LoadAsync(null, CancellationToken.None))!.IsAvailable.Should().BeTrue();

        server.Requests.Should().ContainSingle().Which.Should().Contain("?token=hunter2");
        source.Description.Should().Be(server.Uri.AbsoluteUri);
    }

    [Test]
    public async Task A_class_of_a_plugin_authorizes()
    {
        await using var server = new ConfigServer { Status = request => request.Contains("Authorization: Bearer of-the-test", StringComparison.Ordinal) ? "200 OK" : "403 No" };
        var environment = _nothing with { Components = new ComponentRegistry(typeof(UriSourceTests).Assembly) };
        var options = new ConfigurationSourceOptions { Uris = [server.Uri.AbsoluteUri], AuthorizationProvider = "com.example.Bearer" };
        await using var source = ConfigurationSources.Open(options, environment);

        (await source.LoadAsync(null, CancellationToken.None))!.IsAvailable.Should().BeTrue();

        var unknown = () => ConfigurationSources.Open(options with { AuthorizationProvider = "com.example.Other" }, environment);
        unknown.Should().Throw<FlumeException>().WithMessage("*com.example.Other*there are: bearer*");
    }

    [Test]
    public async Task A_class_of_a_plugin_is_the_source()
    {
        var environment = _nothing with { Components = new ComponentRegistry(typeof(UriSourceTests).Assembly) };
        await using var source = ConfigurationSources.Open(new ConfigurationSourceOptions { AgentName = "a1", Provider = "fixed", Files = ["ignored"] }, environment);

        (await source.LoadAsync(null, CancellationToken.None))!.Configuration.Agents.Should().ContainKey("a1");
    }

    [TestCase(true, true, false)]
    [TestCase(false, true, true)]
    [TestCase(false, false, false)]
    public async Task A_certificate_must_be_trusted_and_be_for_the_host_unless_that_is_waived(bool verifiesHost, bool isTrusted, bool isRead)
    {
        using var folder = new TempFolder();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=config.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), null);
        using var trusted = isTrusted ? X509CertificateLoader.LoadCertificate(certificate.RawData) : new CertificateRequest("CN=other", RSA.Create(2048), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now, now.AddDays(1));
        await WriteTrustStoreAsync(folder.File("trust.jks"), trusted);
        await using var server = new ConfigServer(certificate);
        var environment = _nothing with
        {
            Variables = new Dictionary<string, string> { ["FLUME_SSL_TRUSTSTORE_PATH"] = folder.File("trust.jks"), ["FLUME_SSL_TRUSTSTORE_PASSWORD"] = "storepass" },
        };
        await using var source = ConfigurationSources.Open(new ConfigurationSourceOptions { Uris = [server.Uri.AbsoluteUri], VerifiesHost = verifiesHost }, environment);

        var snapshot = await source.LoadAsync(null, CancellationToken.None);

        snapshot!.IsAvailable.Should().Be(isRead, string.Join('\n', snapshot.Configuration.Problems));
    }

    [TestCase("classpath:flume.conf")]
    [TestCase("classpath:/flume.conf")]
    [TestCase("classpath://flume.conf")]
    [TestCase("classpath:///flume.conf")]
    public async Task A_resource_is_a_file_of_the_configuration_folder(string uri)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("flume.conf"), Samples.Complete);
        var environment = _nothing with { ResourceFolders = ["/nowhere", folder.Path] };
        await using var source = ConfigurationSources.Open(new ConfigurationSourceOptions { Uris = [uri] }, environment);

        (await source.LoadAsync(null, CancellationToken.None))!.Configuration.Agents.Should().ContainKey("a1");
    }

    [Test]
    public async Task A_resource_does_not_leave_its_folder()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("conf"));
        Directory.CreateDirectory(folder.File("conf-old"));
        await File.WriteAllTextAsync(folder.File("flume.conf"), Samples.Complete);
        await File.WriteAllTextAsync(folder.File("conf-old/flume.conf"), Samples.Complete);
        await File.WriteAllTextAsync(folder.File("conf/flume.conf"), Samples.Complete);
        var environment = _nothing with { ResourceFolders = [folder.File("conf/")] };

        foreach (var (uri, isRead) in new[] { ("classpath:../flume.conf", false), ("classpath:../conf-old/flume.conf", false), ("classpath:x/../../flume.conf", false), ("classpath:x/../flume.conf", true) })
        {
            await using var source = ConfigurationSources.Open(new ConfigurationSourceOptions { Uris = [uri] }, environment);
            (await source.LoadAsync(null, CancellationToken.None))!.IsAvailable.Should().Be(isRead, uri);
        }
    }

    [Test]
    public async Task A_resource_may_be_embedded_in_an_assembly_with_components()
    {
        var environment = _nothing with { Components = new ComponentRegistry(typeof(UriSourceTests).Assembly) };
        await using var source = ConfigurationSources.Open(new ConfigurationSourceOptions { Uris = ["classpath:embedded/agent.conf"] }, environment);

        (await source.LoadAsync(null, CancellationToken.None))!.Configuration.Agents.Should().ContainKey("embedded");
    }

    [Test]
    public async Task Several_URIs_are_merged_and_files_beside_them_are_ignored_as_in_Flume()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("a b.conf"), Samples.Complete);
        await using var server = new ConfigServer { Content = "a1.sinks.k1.type = null\n" };
        var options = new ConfigurationSourceOptions { Uris = [new Uri(folder.File("a b.conf")).AbsoluteUri, server.Uri.AbsoluteUri], Files = ["/nowhere"] };
        await using var source = ConfigurationSources.Open(options, _nothing);

        var configuration = (await source.LoadAsync(null, CancellationToken.None))!.Configuration;

        configuration.Problems.Should().BeEmpty();
        configuration.Agents["a1"].Sinks[0].Type.Should().Be("null");
    }

    [TestCase("flume.conf", "it is no URI")]
    [TestCase("ftp://user:hunter2@x/flume.conf", "'ftp' is no scheme")]
    [TestCase("classpath:nowhere.conf", "no embedded resource")]
    [TestCase("http://127.0.0.1:1/flume.yaml", "no properties file")]
    public async Task What_is_no_configuration_is_said(string uri, string words)
    {
        await using var source = Open(uri);

        var problem = (await source.LoadAsync(null, CancellationToken.None))!.Configuration.Problems.Should().ContainSingle().Which;

        problem.Severity.Should().Be(ProblemSeverity.Error);
        problem.ToString().Should().Contain(words).And.NotContain("hunter2");
    }

    private static IConfigurationSource Open(string uri) => ConfigurationSources.Open(new ConfigurationSourceOptions { Uris = [uri] }, _nothing);

    /// <summary>A JKS file with one trusted certificate; JavaKeyStoreReader draws the format.</summary>
    private static async Task WriteTrustStoreAsync(string path, X509Certificate2 certificate)
    {
        byte[] head = [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, (byte)'c', 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, .. "X.509"u8];
        var length = BitConverter.GetBytes(certificate.RawData.Length).Reverse();
        byte[] content = [.. head, .. length, .. certificate.RawData];
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        digest.AppendData([.. Encoding.BigEndianUnicode.GetBytes("storepass"), .. "Mighty Aphrodite"u8, .. content]);
        await File.WriteAllBytesAsync(path, [.. content, .. digest.GetHashAndReset()]);
    }
}

[FlumeAuthorizationProvider("bearer", "com.example.Bearer")]
public sealed class BearerOfTheTest : IConfigurationAuthorization
{
    public ValueTask<AuthenticationHeaderValue?> AuthorizeAsync(Uri uri, CancellationToken cancellationToken)
        => ValueTask.FromResult<AuthenticationHeaderValue?>(new AuthenticationHeaderValue("Bearer", "of-the-test"));
}

[FlumeConfigurationProvider("fixed", "com.example.FixedProvider")]
public sealed class FixedSource(ConfigurationSourceOptions options, ConfigurationEnvironment environment) : IConfigurationSource
{
    public string Description => "fixed";

    public TimeSpan PollInterval => TimeSpan.FromSeconds(30);

    public ValueTask<ConfigurationSnapshot?> LoadAsync(ConfigurationSnapshot? previous, CancellationToken cancellationToken)
        => ValueTask.FromResult<ConfigurationSnapshot?>(previous is not null ? null : new ConfigurationSnapshot(
            FlumeConfiguration.Parse(Samples.Complete.Replace("a1", options.AgentName!, StringComparison.Ordinal), environment), "fixed"));

    public async ValueTask WaitForHintAsync(CancellationToken cancellationToken) => await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
