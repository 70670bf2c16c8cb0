using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>What the command line and the environment say about TLS reaches a source that only says <c>ssl = true</c>.</summary>
[Category("Integration")]
public sealed class TlsDefaultsTests
{
    private const string Configuration = """
        a1.sources = r1
        a1.channels = c1
        a1.sinks = k1
        a1.sources.r1.type = http
        a1.sources.r1.bind = 127.0.0.1
        a1.sources.r1.port = 0
        a1.sources.r1.ssl = true
        a1.sources.r1.channels = c1
        a1.channels.c1.type = memory
        a1.sinks.k1.type = null
        a1.sinks.k1.channel = c1

        """;

    private static readonly Dictionary<string, string> NoVariables = [];

    [TestCase("openssl.p12")]
    [TestCase("legacy.p12")]
    public async Task A_key_store_of_the_command_line_serves_a_source_without_one(string store)
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, NoVariables, $"-Djavax.net.ssl.keyStore={Golden(store)}", "-Djavax.net.ssl.keyStorePassword=storepass", "-Djavax.net.ssl.keyStoreType=JKS");

        (await PostAsync(await agent.HttpSourceAsync())).Should().Be(200);
    }

    [Test]
    public async Task A_key_store_of_the_environment_serves_a_source_without_one()
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, Variables("openssl.p12", "storepass"));

        (await PostAsync(await agent.HttpSourceAsync())).Should().Be(200);
    }

    [Test]
    public async Task The_command_line_comes_before_the_environment_and_the_source_before_both()
    {
        using var folder = new TempFolder();
        var wrong = Variables("nowhere.p12", "wrong");
        await using var byProperty = Start(folder, wrong, $"-Djavax.net.ssl.keyStore={Golden("openssl.p12")}", "-Djavax.net.ssl.keyStorePassword=storepass");
        (await PostAsync(await byProperty.HttpSourceAsync())).Should().Be(200);

        await File.AppendAllTextAsync(folder.File("flume.conf"), $"a1.sources.r1.keystore = {Golden("openssl.p12")}\na1.sources.r1.keystore-password = storepass\n");
        await using var byKey = AgentProcess.Start(folder.Path, wrong, "agent", "-n", "a1", "-f", "flume.conf", "-Djavax.net.ssl.keyStore=/nowhere");
        (await PostAsync(await byKey.HttpSourceAsync())).Should().Be(200);
    }

    [Test]
    public async Task Protocols_of_the_command_line_bind_a_source_that_names_none()
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, Variables("openssl.p12", "storepass"), "-Dflume.ssl.include.protocols=TLSv1.2, TLSv1.3", "-Dflume.ssl.exclude.protocols=TLSv1.3");
        var address = await agent.HttpSourceAsync();

        (await PostAsync(address, SslProtocols.Tls12)).Should().Be(200);
        var newer = async () => await PostAsync(address, SslProtocols.Tls13);

        await newer.Should().ThrowAsync<HttpRequestException>();
    }

    [Test]
    public async Task Without_any_key_the_source_is_left_out_and_the_log_says_which_keys_it_wants()
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, NoVariables);

        await agent.SaysAsync("Agent a1 runs in part");

        agent.Output.Should().Contain("'ssl' is true and there is no key; set 'keystore' and 'keystore-password'").And.Contain("javax.net.ssl.keyStore");
    }

    [Test]
    public async Task The_defaults_never_switch_encryption_on()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("flume.conf"), Configuration.Replace("ssl = true", "ssl = false", StringComparison.Ordinal));
        await using var agent = AgentProcess.Start(folder.Path, Variables("openssl.p12", "storepass"), "agent", "-n", "a1", "-f", "flume.conf");

        (await agent.HttpSourceAsync()).Scheme.Should().Be("http");
    }

    /// <summary>A file that the JDK's keytool or OpenSSL made.</summary>
    internal static string Golden(string name) => Path.Combine(Repository.Root, "tests", "FlumeSharp.Core.Tests", "Security", "Golden", name);

    /// <summary>A client that trusts the authority of the golden key stores, and no other.</summary>
    internal static HttpClient Client(Uri address, SslProtocols protocols = SslProtocols.None)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Golden("ca.pem"));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = protocols, CertificateChainPolicy = policy },
        };

        // The name in the certificate.
        return new HttpClient(handler) { BaseAddress = new UriBuilder(address) { Host = "localhost" }.Uri };
    }

    private static async Task<int> PostAsync(Uri address, SslProtocols protocols = SslProtocols.None)
    {
        address.Scheme.Should().Be("https");
        using var client = Client(address, protocols);
        using var answer = await client.PostAsync(new Uri("/", UriKind.Relative), new StringContent("""[{"body":"x"}]"""));
        return (int)answer.StatusCode;
    }

    private static Dictionary<string, string> Variables(string store, string password) => new()
    {
        ["FLUME_SSL_KEYSTORE_PATH"] = Golden(store),
        ["FLUME_SSL_KEYSTORE_PASSWORD"] = password,
        ["FLUME_SSL_KEYSTORE_TYPE"] = "JKS",
    };

    private static AgentProcess Start(TempFolder folder, Dictionary<string, string> variables, params string[] arguments)
    {
        File.WriteAllText(folder.File("flume.conf"), Configuration);
        return AgentProcess.Start(folder.Path, variables, ["agent", "-n", "a1", "-f", "flume.conf", .. arguments]);
    }
}
