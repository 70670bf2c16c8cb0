using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.Integration.Tests.Guide;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Sources;

/// <summary>The examples of sources with plain sockets, fed by the programs that their first lines name.</summary>
[Category("Integration")]
public sealed partial class SocketExampleTests
{
    [TestCase("syslog-tcp-to-logger.conf", "host", "port", "--tcp --octet-count --rfc5424=notq")]
    [TestCase("syslog-tcp-to-logger.conf", "host", "port", "--tcp --rfc5424")]
    [TestCase("syslog-tcp-to-logger.conf", "host", "port", "--tcp --rfc3164")]
    [TestCase("syslog-udp-to-logger.conf", "host", "port", "--udp --rfc3164")]
    [TestCase("syslog-udp-to-logger.conf", "host", "port", "--udp --rfc5424")]
    [TestCase("syslog-multiport-to-logger.conf", "host", "ports", "--tcp --rfc5424")]
    public async Task The_systems_logger_is_understood(string example, string addressKey, string portKey, string switches)
    {
        Assume.That(File.Exists("/usr/bin/logger"), "this machine has no logger");
        using var folder = new TempFolder();
        await using var agent = Start(folder, example, "syslog", addressKey, portKey);
        var port = await PortAsync(agent);

        await RunAsync("logger", $"--server 127.0.0.1 --port {port} {switches} --priority local3.warning --tag app {new string('w', 40)}");

        // At least one row of the log's sixteen bytes is all w.
        await agent.SaysAsync("77 77 77 77 77 77 77 77 77 77 77 77 77 77 77 77");
        agent.Output.Should().Contain("Facility=19").And.Contain("Severity=4").And.Contain("timestamp=").And.Contain("host=").And.NotContain("Invalid");
    }

    [Test]
    public async Task Lines_get_answers_and_appear_in_the_log()
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, "netcat-to-logger.conf", "r1", "bind", "port");
        using var client = new TcpClient("127.0.0.1", await PortAsync(agent));
        await client.GetStream().WriteAsync("hello\n"u8.ToArray());

        var answer = new byte[3];
        await client.GetStream().ReadExactlyAsync(answer);

        Encoding.ASCII.GetString(answer).Should().Be("OK\n");
        await agent.SaysAsync("68 65 6C 6C 6F");
    }

    [Test]
    public async Task Datagrams_appear_in_the_log_with_their_sender()
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, "netcat-udp-to-logger.conf", "r1", "bind", "port");
        using var client = new UdpClient("127.0.0.1", await PortAsync(agent));

        await client.SendAsync("hello\nworld"u8.ToArray());

        await agent.SaysAsync("68 65 6C 6C 6F");
        agent.Output.Should().Contain($"sender=/{client.Client.LocalEndPoint}");
    }

    [TestCase("tcp", "")]
    [TestCase("udp", "")]
    [TestCase("tcp", "tls")]
    public async Task Rsyslog_is_understood(string protocol, string tls)
    {
        if (!File.Exists("/usr/sbin/rsyslogd") || (tls.Length > 0 && !Directory.EnumerateFiles("/usr/lib", "lmnsd_ossl.so", SearchOption.AllDirectories).Any()))
        {
            Missing("rsyslog and rsyslog-openssl are not installed; eng/install-test-servers.sh does it");
        }

        using var folder = new TempFolder();
        using var certificate = SelfSigned();
        await File.WriteAllTextAsync(folder.File("cert.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.File("key.pem"), certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var keys = tls.Length == 0 ? "" : $"a1.sources.syslog.ssl = true\na1.sources.syslog.ssl.cert = {folder.File("cert.pem")}\na1.sources.syslog.ssl.key = {folder.File("key.pem")}\n";
        await using var agent = Start(folder, $"syslog-{protocol}-to-logger.conf", "syslog", "host", "port", keys);
        var port = await PortAsync(agent);
        var driver = tls.Length == 0 ? "" : $"""StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="anon" """;
        await File.WriteAllTextAsync(folder.File("rsyslog.conf"), $"""
            global(workDirectory="{folder.Path}"{(tls.Length == 0 ? "" : $""" DefaultNetstreamDriverCAFile="{folder.File("cert.pem")}" """)})
            module(load="imfile" PollingInterval="1")
            input(type="imfile" File="{folder.File("input.log")}" Tag="app" Severity="warning" Facility="local3")
            *.* action(type="omfwd" target="127.0.0.1" port="{port}" protocol="{protocol}" {driver} template="RSYSLOG_SyslogProtocol23Format")
            """);
        await File.WriteAllTextAsync(folder.File("input.log"), "seventeen-from-a-file\n");
        using var rsyslog = Process.Start(new ProcessStartInfo("/usr/sbin/rsyslogd", ["-n", "-f", folder.File("rsyslog.conf"), "-i", folder.File("rsyslog.pid")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        try
        {
            await agent.SaysAsync("Facility=19");
            agent.Output.Should().Contain("Severity=4").And.NotContain("Invalid");
        }
        finally
        {
            rsyslog.Kill();
            await rsyslog.WaitForExitAsync();
        }
    }

    [Test]
    public async Task Ten_thousand_connections_are_held_on_300_megabytes()
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, "syslog-tcp-to-logger.conf", "syslog", "host", "port", "a1.sinks.k1.type = null\n", "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0");
        var monitoring = await agent.MonitoringAsync();
        using var crowd = Crowd.Connect(await PortAsync(agent), Crowd.Size, static i => Encoding.UTF8.GetBytes($"<13>Jun 14 10:20:30 host{i} whole\n<13>half"));
        using var client = new HttpClient { BaseAddress = monitoring };

        await Eventually.IsTrue(
            async () => Number(await client.GetStringAsync(new Uri("metrics", UriKind.Relative)), "EventAcceptedCount") == Crowd.Size, "a message of each", TimeSpan.FromMinutes(2));

        Number(await client.GetStringAsync(new Uri("metrics", UriKind.Relative)), "OpenConnectionCount").Should().Be(Crowd.Size);
        var resident = File.ReadLines($"/proc/{agent.Id}/status").Single(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture).Should().BeLessThan(300 << 10);
        await TestContext.Out.WriteLineAsync(resident);
    }

    private static long Number(string json, string name) => long.Parse(Regex.Match(json, $"\"{name}\":\"(\\d+)\"").Groups[1].Value, CultureInfo.InvariantCulture);

    private static void Missing(string reason)
    {
        if (Repository.IsCi)
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var from = TimeProvider.System.GetUtcNow().AddDays(-1);
        return request.CreateSelfSigned(from, from.AddDays(10));
    }

    private static AgentProcess Start(TempFolder folder, string example, string source, string addressKey, string portKey, string keys = "", params string[] switches)
    {
        File.WriteAllText(folder.File("here.conf"), $"a1.sources.{source}.{addressKey} = 127.0.0.1\na1.sources.{source}.{portKey} = 0\n{keys}");
        return AgentProcess.Start(folder.Path, ["agent", "-n", "a1", "-f", GuideFiles.Path("conf", "examples", example), "-f", folder.File("here.conf"), .. switches]);
    }

    private static async Task<int> PortAsync(AgentProcess agent)
    {
        await agent.SaysAsync(") listens on 127.0.0.1:");
        await agent.SaysAsync(" is ready");
        return int.Parse(ListeningPort().Match(agent.Output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task RunAsync(string program, string arguments)
    {
        using var process = Process.Start(program, arguments);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.Should().Be(0);
    }

    [GeneratedRegex(@"\) listens on 127\.0\.0\.1:(\d+)")]
    private static partial Regex ListeningPort();
}
