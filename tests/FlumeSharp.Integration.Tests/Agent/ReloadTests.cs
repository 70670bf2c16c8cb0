using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>A running agent whose configuration changes.</summary>
[Category("Integration")]
public sealed class ReloadTests
{
    private const string Configuration = """
        a1.sources = web
        a1.channels = c1
        a1.sinks = k1
        a1.sources.web.type = http
        a1.sources.web.bind = 127.0.0.1
        a1.sources.web.port = 0
        a1.sources.web.channels = c1
        a1.channels.c1.type = memory
        a1.sinks.k1.type = null
        a1.sinks.k1.channel = c1

        """;

    private const string Other = "a1.sinks.k1.batchSize = 7\n";
    private const string Wrong = "a1.sinks.k1.batchSize = many\n";
    private const int SigHup = 1;

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task A_changed_file_is_applied_at_once_and_the_port_stays_open()
    {
        await using var agent = Start("--poll-interval", "3600");
        var source = await agent.HttpSourceAsync();
        using var http = new HttpClient { BaseAddress = source };
        (await PostAsync(http)).Should().Be(HttpStatusCode.OK);

        Write(Configuration + Other);
        await agent.SaysAsync("The configuration is applied: sink k1 replaced; 2 of 3 components kept");

        (await PostAsync(http)).Should().Be(HttpStatusCode.OK);
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);
        agent.Output.Should().Contain("Stopped: 2 events delivered, nothing remained.");
    }

    [Test]
    public async Task A_change_that_the_file_system_does_not_tell_is_found_by_polling()
    {
        // The folder of the link is watched; the file that it leads to is in another one.
        Directory.CreateDirectory(_folder.File("real"));
        await File.WriteAllTextAsync(_folder.File("real", "flume.conf"), Configuration);
        File.CreateSymbolicLink(_folder.File("flume.conf"), _folder.File("real", "flume.conf"));
        await using var agent = AgentProcess.Start(_folder.Path, "agent", "-n", "a1", "-f", "flume.conf", "-i", "1");
        await agent.SaysAsync("Agent a1 is ready");

        await File.WriteAllTextAsync(_folder.File("real", "flume.conf"), Configuration + Other);

        await agent.SaysAsync("The configuration is applied: sink k1 replaced");
    }

    [Test]
    public async Task Without_reload_only_a_signal_makes_the_agent_look()
    {
        await using var agent = Start("--no-reload-conf");
        await agent.SaysAsync("Agent a1 is ready");
        agent.Signal(SigHup);
        await agent.SaysAsync("Asked to reload: the configuration (flume.conf) is the one that runs.");
        Write(Configuration + Other);

        agent.Signal(SigHup);

        await agent.SaysAsync("The configuration is applied: sink k1 replaced");
    }

    [Test]
    public async Task A_wrong_file_changes_nothing_and_log_health_and_metrics_say_why()
    {
        await using var agent = Start();
        using var monitoring = new HttpClient { BaseAddress = await agent.MonitoringAsync() };
        using var http = new HttpClient { BaseAddress = await agent.HttpSourceAsync() };

        Write(Configuration + Wrong);
        await agent.SaysAsync("The new configuration is not applied, and what ran before goes on: ");

        agent.Output.Should().MatchRegex(@"ERROR Agent: FS2\d+: Sink 'k1' \(null\): 'batchSize' .*\(flume\.conf:11\)");
        (await PostAsync(http)).Should().Be(HttpStatusCode.OK);
        using (var ready = await monitoring.GetAsync(new Uri("readyz", UriKind.Relative)))
        {
            ready.StatusCode.Should().Be(HttpStatusCode.OK, "what ran before runs");
            using var json = JsonDocument.Parse(await ready.Content.ReadAsStringAsync());
            var configuration = json.RootElement.GetProperty("configuration");
            configuration.GetProperty("status").GetString().Should().Be("rejected");
            configuration.GetProperty("reason").GetString().Should().Contain("'batchSize'").And.Contain("flume.conf:11");
        }

        var metrics = await monitoring.GetStringAsync(new Uri("metrics", UriKind.Relative));
        metrics.Should().Contain("\"AGENT.a1\"").And.Contain("\"ConfigReloadFailCount\":\"1\"").And.Contain("\"ConfigCurrent\":\"0");
        (await monitoring.GetStringAsync(new Uri("metrics/prometheus", UriKind.Relative))).Should().Contain("flume_config_reload_fail_total{component=\"a1\",kind=\"agent\"} 1");

        Write(Configuration + Other);
        await agent.SaysAsync("The configuration is applied: sink k1 replaced");
        (await monitoring.GetStringAsync(new Uri("readyz", UriKind.Relative))).Should().NotContain("configuration");
    }

    [TestCase("")]
    [TestCase("a1.sources = web\n")]
    public async Task A_file_that_leaves_nothing_to_run_changes_nothing(string text)
    {
        await using var agent = Start();
        using var http = new HttpClient { BaseAddress = await agent.HttpSourceAsync() };

        Write(text);
        await agent.SaysAsync("The new configuration is not applied, and what ran before goes on: nothing is left to run");

        (await PostAsync(http)).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_file_in_UTF_16_is_one_that_cannot_be_read()
    {
        await using var agent = Start();
        await agent.SaysAsync("Agent a1 is ready");

        await File.WriteAllTextAsync(_folder.File("flume.conf.new"), Configuration + Other, Encoding.Unicode);
        File.Move(_folder.File("flume.conf.new"), _folder.File("flume.conf"), overwrite: true);

        await agent.SaysAsync("The new configuration is not applied, and what ran before goes on: it cannot be read: ");
        agent.Output.Should().MatchRegex("it cannot be read: .*UTF-16.*save it as UTF-8");
    }

    [Test]
    public async Task A_file_that_is_gone_changes_nothing_until_it_is_back()
    {
        await using var agent = Start();
        await agent.SaysAsync("Agent a1 is ready");

        File.Delete(_folder.File("flume.conf"));
        await agent.SaysAsync("The new configuration is not applied, and what ran before goes on: it cannot be read");
        Write(Configuration + Other);

        await agent.SaysAsync("The configuration is applied: sink k1 replaced");
    }

    [Test]
    public async Task A_component_that_does_not_start_leaves_the_old_pipeline_running_and_is_tried_again_on_request()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        await using var agent = Start();
        using var http = new HttpClient { BaseAddress = await agent.HttpSourceAsync() };

        Write(Configuration.Replace("sources = web", "sources = web other", StringComparison.Ordinal) + $"""
            a1.sources.other.type = http
            a1.sources.other.bind = 127.0.0.1
            a1.sources.other.port = {((IPEndPoint)taken.LocalEndPoint!).Port}
            a1.sources.other.channels = c1
            """);
        await agent.SaysAsync("The new configuration is not applied, and what ran before goes on: Source 'other' (http) does not start");
        (await PostAsync(http)).Should().Be(HttpStatusCode.OK);
        taken.Dispose();
        agent.Signal(SigHup);

        await agent.SaysAsync("The configuration is applied: source other added; 3 of 4 components kept");
        (await PostAsync(http)).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Full_reload_restarts_everything_but_channels()
    {
        await using var agent = Start("--reload=full");
        await agent.SaysAsync("Agent a1 is ready");

        Write(Configuration + Other);

        await agent.SaysAsync("The configuration is applied: sink k1 replaced; source web replaced; 1 of 3 components kept");
    }

    [Test]
    public async Task The_reload_command_says_what_came_of_it()
    {
        var pidFile = _folder.File("a1.pid");
        await using var agent = Start("--no-reload-conf", "--pid-file", pidFile);
        await agent.SaysAsync("Agent a1 is ready");
        await Eventually.IsTrue(() => File.Exists(pidFile), "the agent says which process it is");

        (await ReloadAsync("--pid-file", pidFile)).Item2.Should().StartWith("unchanged: the configuration is the one that runs, since the start at ");
        Write(Configuration + Other);
        (await ReloadAsync("--pid-file", pidFile)).Should().Be((0, "applied: sink k1 replaced; 2 of 3 components kept"));
        (await ReloadAsync("--pid-file", pidFile)).Item2.Should().MatchRegex("^unchanged: .*, since a change applied at 20.*Z: sink k1 replaced; 2 of 3 components kept$");
        Write(Configuration + Wrong);
        var (code, text) = await ReloadAsync("--pid-file", pidFile);
        code.Should().Be(1);
        text.Should().StartWith("rejected: ").And.Contain("flume.conf:11");
        (await ReloadAsync("--pid", $"{agent.Id}")).Item1.Should().Be(0);

        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);
        File.Exists(pidFile).Should().BeFalse();
        (await ReloadAsync("--pid-file", pidFile)).Item1.Should().Be(2);
    }

    [TestCase("--no-reload-conf")]
    [TestCase("--poll-interval=3600")]
    public async Task The_reload_command_counts_events_that_were_lost_also_when_the_agent_was_quicker(string watching)
    {
        // A file stands where the sink wants to write.
        await File.WriteAllTextAsync(_folder.File("data"), "in the way");
        var pidFile = _folder.File("a1.pid");
        await using var agent = StartWith(
            $"a1.sources = web\na1.channels = c1 c2\na1.sinks = k1 k2\na1.sources.web.type = http\na1.sources.web.bind = 127.0.0.1\na1.sources.web.port = 0\n"
            + "a1.sources.web.channels = c1 c2\na1.channels.c1.type = memory\na1.channels.c2.type = memory\na1.sinks.k1.type = null\na1.sinks.k1.channel = c1\n"
            + $"a1.sinks.k2.type = hdfs\na1.sinks.k2.channel = c2\na1.sinks.k2.hdfs.path = file://{_folder.File("data")}\n",
            watching, "--pid-file", pidFile, "--drain-timeout", "1");
        using var http = new HttpClient { BaseAddress = await agent.HttpSourceAsync() };
        await agent.SaysAsync("Agent a1 is ready");
        (await PostAsync(http)).Should().Be(HttpStatusCode.OK);

        Write(Configuration);
        if (watching != "--no-reload-conf")
        {
            await agent.SaysAsync("The configuration is applied: ");
        }

        var (code, text) = await ReloadAsync("--pid-file", pidFile);
        text.Should().EndWith("channel c2 removed; sink k2 removed; source web rerouted; 2 of 5 components kept; 1 event of channel c2 lost");
        code.Should().Be(3);
        (await ReloadAsync("--pid-file", pidFile)).Item1.Should().Be(0, "it was told");
    }

    [Test]
    public async Task A_secret_that_only_its_filter_knows_is_read_again_when_somebody_asks_and_the_backup_holds_what_runs()
    {
        var (pidFile, backup) = (_folder.File("a1.pid"), _folder.File("backup", ".a1.properties"));
        await File.WriteAllTextAsync(_folder.File("size"), "5\n");
        await using var agent = StartWith(
            Configuration + "a1.configfilters = vault\na1.configfilters.vault.type = external\na1.configfilters.vault.command = cat\na1.sinks.k1.batchSize = ${vault['size']}\n",
            "--no-reload-conf", "--pid-file", pidFile, "-b", "backup");
        await agent.SaysAsync("Agent a1 is ready");
        await Eventually.IsTrue(() => File.Exists(pidFile) && File.Exists(backup), "the agent runs");

        (await ReloadAsync("--pid-file", pidFile)).Item2.Should().StartWith("unchanged: ");
        await File.WriteAllTextAsync(_folder.File("size"), "many\n");
        (await ReloadAsync("--pid-file", pidFile)).Item2.Should().StartWith("rejected: ");
        (await File.ReadAllTextAsync(backup)).Should().Contain("vault['size']").And.Contain("batchSize").And.NotContain("many");
        await File.WriteAllTextAsync(_folder.File("size"), "7\n");
        (await ReloadAsync("--pid-file", pidFile)).Should().Be((0, "applied: sink k1 replaced; 2 of 3 components kept"));
    }

    [Test]
    public async Task The_reload_command_signals_agents_only()
    {
        (await ReloadAsync("--pid", $"{Environment.ProcessId}")).Item1.Should().Be(2);
        (await ReloadAsync()).Item1.Should().Be(2);
    }

    private static async Task<(int, string)> ReloadAsync(params string[] arguments)
    {
        var run = await FlumeSharpCommand.RunAsync(["reload", .. arguments]);
        return (run.ExitCode, run.Text.Trim());
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http)
    {
        using var content = new StringContent("[{\"body\":\"x\"}]", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("", UriKind.Relative), content);
        return response.StatusCode;
    }

    // As deployments do it, by a rename.
    private void Write(string configuration)
    {
        File.WriteAllText(_folder.File("flume.conf.new"), configuration);
        File.Move(_folder.File("flume.conf.new"), _folder.File("flume.conf"), overwrite: true);
    }

    private AgentProcess Start(params string[] arguments) => StartWith(Configuration, arguments);

    private AgentProcess StartWith(string configuration, params string[] arguments)
    {
        Write(configuration);
        return AgentProcess.Start(_folder.Path, ["agent", "-n", "a1", "-f", "flume.conf", "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0", .. arguments]);
    }
}
