using System.Globalization;
using System.Text;
using System.Text.Json;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>Garbage on every port of the real agent: it goes on accepting, counts, and does not grow.</summary>
[Category("Integration")]
public sealed class GarbageTests
{
    // Generous: an agent under ordinary load has less than 150 MB, and an idle connection costs some 20 KB.
    private const long MostMegabytes = 600;

    private const string Configuration = """
        a1.sources = plain tls
        a1.channels = c1
        a1.sinks = k1
        a1.sources.plain.type = http
        a1.sources.plain.bind = 127.0.0.1
        a1.sources.plain.port = 0
        a1.sources.plain.channels = c1
        a1.sources.tls.type = http
        a1.sources.tls.bind = 127.0.0.1
        a1.sources.tls.port = 0
        a1.sources.tls.channels = c1
        a1.sources.tls.ssl = true
        a1.channels.c1.type = memory
        a1.channels.c1.capacity = 1000
        a1.sinks.k1.type = null
        a1.sinks.k1.channel = c1

        """;

    private TempFolder _folder = null!;
    private AgentProcess _agent = null!;
    private Uri _plain = null!;
    private Uri _tls = null!;
    private Uri _monitoring = null!;
    private int _posted;

    private int[] Ports => [_plain.Port, _tls.Port, _monitoring.Port];

    [SetUp]
    public async Task StartAsync()
    {
        _posted = 0;
        _folder = new TempFolder();
        await File.WriteAllTextAsync(_folder.File("flume.conf"), Configuration);
        _agent = AgentProcess.Start(
            _folder.Path, "agent", "-n", "a1", "-f", "flume.conf", "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0",
            $"-Djavax.net.ssl.keyStore={TlsDefaultsTests.Golden("openssl.p12")}", "-Djavax.net.ssl.keyStorePassword=storepass");
        _monitoring = await _agent.MonitoringAsync();
        _plain = await _agent.HttpSourceAsync("plain");
        _tls = await _agent.HttpSourceAsync("tls");
        await ServesAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _agent.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Random_bytes_and_huge_heads_are_refused_and_not_kept()
    {
        var random = new Random(11);
        var huge = Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: x\r\nX-Huge: " + new string('h', 1 << 20));
        foreach (var port in Ports)
        {
            using var noise = Crowd.Connect(port, 500, _ => Noise(random), halfClose: false);
            using var shut = Crowd.Connect(port, 500, _ => Noise(random), halfClose: true);
            using var long1 = Crowd.Connect(port, 50, _ => huge);
            await ServesAsync();
        }

        await EndsWellAsync();
    }

    [Test]
    public async Task Slow_and_half_closed_clients_do_not_hold_others_up_and_are_counted()
    {
        const int Each = 1000;
        var head = "POST / HTTP/1.1\r\nHost: x\r\nX-Slow: "u8.ToArray();
        var body = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n["u8.ToArray();
        var before = await CounterAsync("SOURCE.plain", "EventReadFail");
        using (Crowd.Connect(_plain.Port, Each * 2, i => i % 2 == 0 ? head : body))
        using (Crowd.Connect(_tls.Port, Each, static _ => [0x16, 0x03, 0x01]))
        using (Crowd.Connect(_monitoring.Port, Each, _ => head))
        {
            await ServesAsync();
            (await CounterAsync("SOURCE.plain", "OpenConnectionCount")).Should().BeGreaterThanOrEqualTo(Each * 2);
        }

        using var half = Crowd.Connect(_plain.Port, 100, _ => body, halfClose: true);
        await Eventually.IsTrue(
            async () => await CounterAsync("SOURCE.plain", "EventReadFail") == before + Each + 100, "each client that broke off within its body is counted");
        await EndsWellAsync();
    }

    [Test]
    public async Task Ten_thousand_idle_connections_on_each_port_leave_room_for_others()
    {
        TestContext.Out.WriteLine($"{Crowd.Size} connections for each port");
        foreach (var port in Ports)
        {
            using var idle = Crowd.Connect(port, Crowd.Size);
            await ServesAsync();
            if (port == _plain.Port)
            {
                (await CounterAsync("SOURCE.plain", "OpenConnectionCount")).Should().BeGreaterThanOrEqualTo(Crowd.Size - 1);
            }
        }

        await EndsWellAsync();
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(1, 4000)];
        random.NextBytes(bytes);
        return bytes;
    }

    // On connections of their own, as any new client's.
    private async Task ServesAsync()
    {
        foreach (var address in new[] { _plain, _tls })
        {
            using var client = TlsDefaultsTests.Client(address);
            using var answer = await client.PostAsync("/", new StringContent("""[{"body":"x"}]"""));
            ((int)answer.StatusCode).Should().Be(200, _agent.Output);
            _posted++;
        }

        using var monitoring = new HttpClient { BaseAddress = _monitoring };
        using var health = await monitoring.GetAsync("healthz");
        ((int)health.StatusCode).Should().Be(200);
    }

    private async Task EndsWellAsync()
    {
        await ServesAsync();
        var accepted = await CounterAsync("SOURCE.plain", "EventAcceptedCount") + await CounterAsync("SOURCE.tls", "EventAcceptedCount");
        accepted.Should().Be(_posted, "garbage is no event");
        await Eventually.IsTrue(async () => await CounterAsync("SOURCE.plain", "OpenConnectionCount") <= 1 + 100, "connections that ended are not counted");
        var megabytes = MostMemory() >> 10;
        TestContext.Out.WriteLine($"most resident memory: {megabytes} MB");
        megabytes.Should().BeLessThan(MostMegabytes);
        _agent.Output.Should().NotContain(" ERROR ").And.NotContain("Unhandled").And.NotContain(" FATAL ");
        _agent.Signal(AgentProcess.SigTerm);
        (await _agent.ExitAsync()).Should().Be(0);
        _agent.Output.Should().Contain($"Stopped: {_posted} events delivered, nothing remained.");
    }

    private async Task<long> CounterAsync(string component, string counter)
    {
        using var client = new HttpClient { BaseAddress = _monitoring };
        using var metrics = JsonDocument.Parse(await client.GetStringAsync("metrics"));
        return long.Parse(metrics.RootElement.GetProperty(component).GetProperty(counter).GetString()!, CultureInfo.InvariantCulture);
    }

    // VmHWM of /proc: the most that was ever resident, in kilobytes.
    private long MostMemory()
    {
        var line = File.ReadLines($"/proc/{_agent.Id}/status").Single(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
