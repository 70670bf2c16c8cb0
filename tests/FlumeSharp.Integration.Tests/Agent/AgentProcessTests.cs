using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>Starting and ending the real agent.</summary>
[Category("Integration")]
public sealed class AgentProcessTests
{
    private const string SequenceToNull = """
        a1.sources = r1
        a1.channels = c1
        a1.sinks = k1
        a1.sources.r1.type = seq
        a1.sources.r1.totalEvents = 1000
        a1.sources.r1.channels = c1
        a1.channels.c1.type = memory
        a1.sinks.k1.type = null
        a1.sinks.k1.channel = c1

        """;

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(AgentProcess.SigTerm)]
    [TestCase(AgentProcess.SigInt)]
    public async Task A_signal_stops_the_agent_in_order_and_it_says_what_was_delivered(int signal)
    {
        await using var agent = Start(SequenceToNull, "-n", "a1");
        await agent.SaysAsync("Agent a1 is ready: 1 source, 1 channel, 1 sink (");
        await Drained(await agent.MonitoringAsync());

        agent.Signal(signal);

        (await agent.ExitAsync()).Should().Be(0);
        agent.Output.Should().Contain("Stopped: 1000 events delivered, nothing remained.");
    }

    [Test]
    public async Task A_second_signal_ends_the_agent_at_once()
    {
        // Opening a pipe that nobody reads blocks, so this agent neither starts nor stops.
        await MakePipe(_folder.File("pipe"));
        Plugins.Install(_folder.Path);
        var config = SequenceToNull.Replace("type = null", $"type = csv\na1.sinks.k1.path = {_folder.File("pipe")}", StringComparison.Ordinal);
        await using var agent = Start(config, "-n", "a1");
        await agent.SaysAsync("Starting Sink k1");

        await Eventually.IsTrue(
            () =>
            {
                if (!agent.HasExited)
                {
                    agent.Signal(AgentProcess.SigTerm);
                }

                return agent.HasExited;
            },
            "the agent ends when it is asked again");

        (await agent.ExitAsync()).Should().Be(1);
        agent.Output.Should().Contain("a second signal; ending at once");
    }

    [Test]
    public async Task A_name_that_no_file_defines_is_refused_with_the_names_there_are()
    {
        await using var agent = Start(SequenceToNull, "-n", "a2");

        (await agent.ExitAsync()).Should().Be(2);
        agent.Output.Should().Contain("Agent 'a2' is not defined; the files define: a1");
    }

    [Test]
    public async Task A_missing_file_is_refused()
    {
        await using var agent = AgentProcess.Start(_folder.Path, "agent", "-n", "a1", "-f", "nowhere.conf");

        (await agent.ExitAsync()).Should().Be(2);
        agent.Output.Should().Contain("nowhere.conf").And.Contain("there is no such file").And.NotContain("lines look like", "nobody knows what the file says");
    }

    [Test]
    public async Task Asked_to_wait_the_agent_runs_what_a_missing_file_says_once_it_is_there()
    {
        await using var agent = AgentProcess.Start(_folder.Path, "agent", "-n", "a1", "-f", "flume.conf", "--wait-for-config", "-i", "1");
        await agent.SaysAsync("Agent a1 has no configuration yet and waits for one: ");

        await File.WriteAllTextAsync(_folder.File("flume.conf"), SequenceToNull);

        await agent.SaysAsync("Agent a1 is ready: 1 source, 1 channel, 1 sink (");
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);
    }

    [Test]
    public async Task Without_a_zookeeper_the_agent_waits_and_a_signal_ends_it()
    {
        await using var agent = AgentProcess.Start(_folder.Path, "agent", "-n", "a1", "-z", "127.0.0.1:1");
        await agent.SaysAsync("Agent a1 has no configuration yet and waits for one: ");

        agent.Signal(AgentProcess.SigTerm);

        (await agent.ExitAsync()).Should().Be(0);
        agent.Output.Should().Contain("Agent a1 stops; it has had no configuration.");
    }

    [Test]
    public async Task Without_a_zookeeper_and_without_reloading_the_agent_does_not_start()
    {
        await using var agent = AgentProcess.Start(_folder.Path, "agent", "-n", "a1", "-z", "127.0.0.1:1", "--no-reload-conf");
        await using var contradiction = AgentProcess.Start(_folder.Path, "agent", "-n", "a1", "-f", "x", "--wait-for-config", "--no-reload-conf");

        (await agent.ExitAsync()).Should().Be(2);
        agent.Output.Should().Contain("Agent a1 does not start: ").And.NotContain("lines look like");
        (await contradiction.ExitAsync()).Should().Be(2);
        contradiction.Output.Should().Contain("leave one of them out");
    }

    [Test]
    public async Task A_broken_component_is_left_out_and_the_rest_runs()
    {
        await using var agent = Start(SequenceToNull + "a1.sinks = k1 k2\na1.sinks.k2.type = nul\na1.sinks.k2.channel = c1\n", "-n", "a1");

        await agent.SaysAsync("Agent a1 is ready: 1 source, 1 channel, 1 sink (");

        agent.Output.Should().MatchRegex(@"ERROR Agent: FS2\d+: Sink 'k2' .*\(flume\.conf:\d+\)");
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);
    }

    [Test]
    public async Task Strict_refuses_to_start_with_a_broken_component()
    {
        await using var agent = Start(SequenceToNull + "a1.sinks = k1 k2\na1.sinks.k2.type = nul\na1.sinks.k2.channel = c1\n", "-n", "a1", "--strict");

        (await agent.ExitAsync()).Should().Be(2);
        agent.Output.Should().Contain("--strict").And.NotContain("is ready");
    }

    [Test]
    public async Task What_the_launcher_of_Flume_passes_is_accepted()
    {
        await using var agent = Start(
            SequenceToNull, "-na1", "-Xmx512m", "-XX:+UseG1GC", "-javaagent:jolokia.jar=port=1", "-Dcom.sun.management.jmxremote", "-Dflume.root.logger=DEBUG,console", "--no-reload-conf", "-C", "x.jar");
        await agent.SaysAsync("Agent a1 is ready");

        agent.Signal(AgentProcess.SigTerm);

        (await agent.ExitAsync()).Should().Be(0);
        agent.Output.Split('\n').Should().ContainSingle(line => line.Contains("DEBUG Agent: Flags of a Java virtual machine", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_log_file_takes_the_place_of_the_console_but_for_the_last_line()
    {
        await using var agent = Start(
            SequenceToNull, "-n", "a1", "-Dflume.root.logger=INFO,LOGFILE", $"-Dflume.log.dir={_folder.Path}", "-Dflume.log.file=agent.log");
        await Eventually.IsTrue(
            () => File.Exists(_folder.File("agent.log")) && ReadShared(_folder.File("agent.log")).Contains("Agent a1 is ready", StringComparison.Ordinal), "the log file says that the agent runs");

        agent.Signal(AgentProcess.SigTerm);

        (await agent.ExitAsync()).Should().Be(0);
        agent.Output.Should().MatchRegex(@"^Stopped: \d+ events delivered, nothing remained\.$");
    }

    [Test]
    public async Task Json_lines_are_json_and_nothing_else()
    {
        await using var agent = Start(SequenceToNull, "-n", "a1", "--log-format=json");
        await agent.SaysAsync("Agent a1 is ready");
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);

        foreach (var line in agent.Output.Split('\n'))
        {
            using var json = System.Text.Json.JsonDocument.Parse(line);
            json.RootElement.TryGetProperty("@t", out _).Should().BeTrue();
        }
    }

    private static string ReadShared(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return file.ReadToEnd();
    }

    private static async Task Drained(Uri monitoring)
    {
        using var http = new HttpClient { BaseAddress = monitoring };
        await Eventually.IsTrue(
            async () => (await http.GetStringAsync(new Uri("metrics", UriKind.Relative))).Contains("\"EventDrainSuccessCount\":\"1000\"", StringComparison.Ordinal), "the sink has taken everything");
    }

    private static async Task MakePipe(string path)
    {
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", path);
        await mkfifo.WaitForExitAsync();
        mkfifo.ExitCode.Should().Be(0);
    }

    private AgentProcess Start(string configuration, params string[] arguments)
    {
        File.WriteAllText(_folder.File("flume.conf"), configuration);
        return AgentProcess.Start(_folder.Path, ["agent", "-f", "flume.conf", "-Dflume.monitoring.type=http", "-Dflume.monitoring.port=0", .. arguments]);
    }
}
