using System.Net.Sockets;
using System.Text;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>What the real agent tells systemd: a service of Type=notify counts as started when it says READY=1.</summary>
[Category("Integration")]
public sealed class ServiceManagerTests
{
    private const string Configuration = """
        a1.sources = r1
        a1.channels = c1
        a1.sinks = k1
        a1.sources.r1.type = seq
        a1.sources.r1.totalEvents = 10
        a1.sources.r1.channels = c1
        a1.channels.c1.type = memory
        a1.sinks.k1.type = null
        a1.sinks.k1.channel = c1

        """;

    [TestCase(AgentProcess.SigTerm)]
    [TestCase(AgentProcess.SigInt)]
    public async Task Ready_is_said_once_everything_has_started_and_stopping_at_the_first_signal(int signal)
    {
        using var folder = new TempFolder();
        using var manager = Listen(folder.File("notify"));
        await using var agent = Start(folder, folder.File("notify"));

        var ready = await ReceiveAsync(manager, agent);
        agent.Signal(signal);
        var stopping = await ReceiveAsync(manager, agent);

        ready.Split('\n').Should().Equal("READY=1", "STATUS=Agent a1: 1 source, 1 channel, 1 sink");
        stopping.Split('\n').Should().Equal("STOPPING=1", "STATUS=Stopping: sinks empty the channels");
        (await agent.ExitAsync()).Should().Be(0);
        manager.Available.Should().Be(0, "nothing else is said");
        agent.Output.Should().Contain("Stopped: 10 events delivered, nothing remained.");
    }

    [Test]
    public async Task A_socket_in_the_abstract_namespace_is_understood()
    {
        using var folder = new TempFolder();
        var name = "flumesharp-" + Path.GetFileName(folder.Path);
        using var manager = Listen("\0" + name);
        await using var agent = Start(folder, "@" + name);

        (await ReceiveAsync(manager, agent)).Should().StartWith("READY=1\n");
    }

    [Test]
    public async Task An_agent_that_runs_in_part_is_ready_and_says_what_is_missing()
    {
        using var folder = new TempFolder();
        using var manager = Listen(folder.File("notify"));
        const string Broken = "a1.sources = r1 r2\na1.sources.r2.type = http\na1.sources.r2.port = 0\na1.sources.r2.channels = c1\na1.sources.r2.ssl = true\n";
        await using var agent = Start(folder, folder.File("notify"), Broken);

        (await ReceiveAsync(manager, agent)).Should().StartWith("READY=1\n").And.EndWith("; not running: r2");
    }

    [Test]
    public async Task A_configuration_that_is_wrong_ends_with_2_and_is_never_ready()
    {
        using var folder = new TempFolder();
        using var manager = Listen(folder.File("notify"));
        await using var agent = AgentProcess.Start(folder.Path, Variables(folder.File("notify")), "agent", "-n", "a1", "-f", "nowhere.conf");

        (await agent.ExitAsync()).Should().Be(2);
        manager.Available.Should().Be(0);
    }

    [Test]
    public async Task A_socket_that_is_not_there_is_a_warning_and_the_agent_runs()
    {
        using var folder = new TempFolder();
        await using var agent = Start(folder, folder.File("nobody"));
        await agent.SaysAsync("Agent a1 is ready");
        await agent.SaysAsync("The service manager cannot be told");

        agent.Signal(AgentProcess.SigTerm);

        (await agent.ExitAsync()).Should().Be(0);
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static async Task<string> ReceiveAsync(Socket manager, AgentProcess agent)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var message = new byte[4096];
        try
        {
            return Encoding.UTF8.GetString(message, 0, await manager.ReceiveAsync(message, limit.Token));
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The agent told the service manager nothing:\n{agent.Output}");
            throw;
        }
    }

    private static Dictionary<string, string> Variables(string socket) => new() { ["NOTIFY_SOCKET"] = socket };

    private static AgentProcess Start(TempFolder folder, string socket, string more = "")
    {
        File.WriteAllText(folder.File("flume.conf"), Configuration + more);
        return AgentProcess.Start(folder.Path, Variables(socket), "agent", "-n", "a1", "-f", "flume.conf");
    }
}
