using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>The monitoring port of the real agent.</summary>
[Category("Integration")]
public sealed class MonitoringTests
{
    private const string Configuration = """
        a1.sources = r1
        a1.channels = c1
        a1.sinks = k1
        a1.sources.r1.type = seq
        a1.sources.r1.totalEvents = 10
        a1.sources.r1.channels = c1
        a1.channels.c1.type = memory
        a1.channels.c1.capacity = 200
        a1.sinks.k1.type = null
        a1.sinks.k1.channel = c1
        """;

    [Test]
    public async Task Metrics_have_exactly_Flumes_shape()
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0", "-Dflume.monitoring.bind=127.0.0.1");
        using var http = new HttpClient { BaseAddress = await agent.MonitoringAsync() };
        await agent.SaysAsync("is ready");
        await Eventually.IsTrue(async () => (await http.GetStringAsync("metrics")).Contains("\"EventDrainSuccessCount\":\"10\"", StringComparison.Ordinal), "all events are through");

        using var response = await http.GetAsync("METRICS?force=1");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        response.Content.Headers.ContentType.CharSet.Should().Be("utf-8");
        json.RootElement.EnumerateObject().Select(static group => group.Name).Should().Contain(["CHANNEL.c1", "SOURCE.r1"]);
        var channel = json.RootElement.GetProperty("CHANNEL.c1").EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value.GetString());
        channel.Keys.Should().BeEquivalentTo(
            "Type", "StartTime", "StopTime", "ChannelSize", "ChannelCapacity", "ChannelFillPercentage", "EventPutAttemptCount", "EventPutSuccessCount", "EventTakeAttemptCount", "EventTakeSuccessCount");
        channel.Should().Contain("ChannelCapacity", "200").And.Contain("ChannelFillPercentage", "0.0").And.Contain("StopTime", "0").And.Contain("EventPutSuccessCount", "10");
    }

    [Test]
    public async Task Paths_and_methods_answer_as_in_Flume()
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0");
        using var http = new HttpClient { BaseAddress = await agent.MonitoringAsync() };

        (await http.GetStringAsync("/")).Should().Be("For Flume metrics please click <a href = \"./metrics\"> here</a>.");
        (await Status(http, HttpMethod.Get, "metrics/")).Should().Be(HttpStatusCode.OK);
        (await Status(http, HttpMethod.Post, "metrics")).Should().Be(HttpStatusCode.OK);
        (await Status(http, HttpMethod.Head, "metrics")).Should().Be(HttpStatusCode.OK);
        (await Status(http, HttpMethod.Options, "metrics")).Should().Be(HttpStatusCode.Forbidden);
        (await Status(http, HttpMethod.Trace, "anything")).Should().Be(HttpStatusCode.Forbidden);
        (await Status(http, HttpMethod.Get, "metric")).Should().Be(HttpStatusCode.NotFound);
        (await Status(http, HttpMethod.Get, "healthz")).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Ready_says_which_component_does_not_run_and_why()
    {
        using var folder = new TempFolder();
        Plugins.Install(folder.Path);
        await File.WriteAllTextAsync(folder.File("file"), "");
        var configuration = Configuration.Replace("type = null", $"type = csv\na1.sinks.k1.path = {folder.File("file", "below.csv")}", StringComparison.Ordinal);
        await using var agent = Start(folder, configuration, "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0");
        using var http = new HttpClient { BaseAddress = await agent.MonitoringAsync() };
        await agent.SaysAsync("Agent a1 runs in part");

        using var response = await http.GetAsync("readyz");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        var missing = json.RootElement.GetProperty("notRunning").EnumerateArray().Single();
        missing.GetProperty("kind").GetString().Should().Be("sink");
        missing.GetProperty("name").GetString().Should().Be("k1");
        missing.GetProperty("reason").GetString().Should().Contain("file");
        (await Status(http, HttpMethod.Get, "healthz")).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Prometheus_accepts_what_its_endpoint_says()
    {
        if (!Promtool.IsInstalled)
        {
            Promtool.Missing();
        }

        using var folder = new TempFolder();
        await using var agent = Start(folder, "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0");
        using var http = new HttpClient { BaseAddress = await agent.MonitoringAsync() };
        await agent.SaysAsync("is ready");

        var text = await http.GetStringAsync("metrics/prometheus");

        (await Promtool.CheckAsync(text)).Should().Be("");
        text.Should().Contain("flume_event_put_success_total{component=\"c1\",kind=\"channel\"} ").And.Contain("flume_component_up{component=\"r1\",kind=\"source\",type=\"seq\"} 1");
    }

    [Test]
    public async Task The_type_prometheus_keeps_the_names_of_Flume()
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, "-Dflume.monitoring.type=prometheus", "-Dflume.monitoring.port=0");
        using var http = new HttpClient { BaseAddress = await agent.MonitoringAsync() };
        await agent.SaysAsync("is ready");

        var text = await http.GetStringAsync("metrics");

        text.Should().Contain("# TYPE Flume_EventPutAttemptCount_total counter").And.Contain("Flume_ChannelCapacity{component=\"c1\",kind=\"channel\"} 200");
    }

    [Test]
    public async Task A_port_in_use_and_an_unknown_type_leave_the_agent_running()
    {
        using var folder = new TempFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await using var agent = Start(folder, "-Dflume.monitoring.type=http", $"-Dflume.monitoring.port={port}", "-Dflume.monitoring.bind=127.0.0.1");
        await using var other = Start(folder, "-Dflume.monitoring.type=ganglia");
        await agent.SaysAsync("Agent a1 is ready");
        await other.SaysAsync("Agent a1 is ready");

        agent.Output.Should().Contain("ERROR Monitoring: Error starting monitoring.").And.Contain(port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        other.Output.Should().Contain("WARN  Monitoring: Error starting monitoring. Monitoring might not be available.");
    }

    private static async Task<HttpStatusCode> Status(HttpClient http, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static AgentProcess Start(TempFolder folder, params string[] arguments) =>
        arguments is [var first, ..] && first.StartsWith('-') ? StartWith(folder, Configuration, arguments) : StartWith(folder, arguments[0], arguments[1..]);

    private static AgentProcess StartWith(TempFolder folder, string configuration, string[] arguments)
    {
        File.WriteAllText(folder.File("flume.conf"), configuration);
        return AgentProcess.Start(folder.Path, ["agent", "-n", "a1", "-f", "flume.conf", .. arguments]);
    }
}
