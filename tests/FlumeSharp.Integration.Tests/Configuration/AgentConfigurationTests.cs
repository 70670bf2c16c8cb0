using System.Net;
using System.Text;
using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Configuration;

/// <summary>Every way to give an agent its configuration, with the real executable.</summary>
[Category("Integration")]
public sealed class AgentConfigurationTests
{
    private const string Console = "-Dflume.root.logger=INFO,console";

    private const string Lines = """
        a1.channels = c1
        a1.sources = r1
        a1.sinks = k1
        a1.channels.c1.type = memory
        a1.sources.r1.type = seq
        a1.sources.r1.totalEvents = 7
        a1.sources.r1.channels = c1
        a1.sinks.k1.type = null
        a1.sinks.k1.channel = c1

        """;

    [TestCase("file:")]
    [TestCase("classpath:")]
    [TestCase("flume.opts")]
    [TestCase("backup")]
    public async Task Files_wherever_they_are(string way)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("flume.conf"), Lines);
        string[] arguments = way switch
        {
            "file:" => ["-n", "a1", "-u", new Uri(folder.File("flume.conf")).AbsoluteUri],
            "classpath:" => ["-n", "a1", "-c", folder.Path, "-u", "classpath:flume.conf"],
            "flume.opts" => ["-c", folder.Path],
            _ => ["-n", "a1", "-f", folder.File("gone.conf"), "-b", folder.Path],
        };
        await File.WriteAllTextAsync(folder.File("flume.opts"), way == "flume.opts" ? $"name = a1\nconf-file = {folder.File("flume.conf")}\n" : "");
        if (way == "backup")
            File.Copy(folder.File("flume.conf"), folder.File(".a1.properties"));
        await using var agent = AgentProcess.Start(folder.Path, ["agent", .. arguments, Console]);

        await ShouldRunAsync(agent);
    }

    [Test]
    public async Task A_web_server_with_user_and_password()
    {
        using var folder = new TempFolder();
        using var server = new HttpListener();
        var address = Listen(server);
        var answer = AnswerAsync(server, "alice:secret");
        await using var agent = AgentProcess.Start(folder.Path, "agent", "-n", "a1", "-u", $"{address}flume.conf", "-user", "alice", "-pwd", "secret", Console);

        await ShouldRunAsync(agent);
        agent.Output.Should().NotContain("secret");
        server.Stop();
        await answer;
    }

    [Test]
    public async Task A_web_server_that_refuses_ends_the_start_with_2()
    {
        using var folder = new TempFolder();
        using var server = new HttpListener();
        var address = Listen(server);
        var answer = AnswerAsync(server, "alice:secret");
        await using var agent = AgentProcess.Start(folder.Path, "agent", "-n", "a1", "-u", $"{address}flume.conf", Console);

        (await agent.ExitAsync()).Should().Be(2);
        agent.Output.Should().Contain("FS1014").And.Contain("401").And.Contain("--conf-user");
        server.Stop();
        await answer;
    }

    [TestCase("explain", "Source r1 (seq)")]
    [TestCase("graph", "r1<br/>seq")]
    [TestCase("validate", "agent a1.")]
    public async Task A_web_server_for_commands_that_run_nothing(string verb, string says)
    {
        using var folder = new TempFolder();
        using var server = new HttpListener();
        var address = Listen(server);
        var answer = AnswerAsync(server, "alice:secret", Lines + "store.password = hunter2\na1.sinks.k1.note = ${store.password}\n");
        await using var tool = AgentProcess.Start(folder.Path, verb, "-n", "a1", "-u", $"{address}flume.conf", "-user", "alice", "-pwd", "secret");

        (await tool.ExitAsync()).Should().Be(0);
        await tool.SaysAsync(says);
        tool.Output.Should().NotContain("hunter2", "a secret is one in text that is no file, too").And.NotContain("secret");
        server.Stop();
        await answer;
    }

    [Test]
    public async Task Filters_and_variables_of_the_environment()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            folder.File("flume.conf"),
            Lines + "a1.configfilters = e x\na1.configfilters.e.type = env\na1.configfilters.x.type = external\na1.configfilters.x.command = echo -n\n"
            + "a1.sinks.k1.type = ${e['SINK']}\na1.channels.c1.capacity = ${e['CAPACITY']}\na1.sources.r1.batchSize = wrong\n");
        var environment = new Dictionary<string, string> { ["SINK"] = "null", ["CAPACITY"] = "1000", ["FLUME__A1__SOURCES__R1__BATCHSIZE"] = "5" };
        await using var agent = AgentProcess.Start(folder.Path, environment, "agent", "-n", "a1", "-f", "flume.conf", "--strict", Console);

        await ShouldRunAsync(agent);
    }

    [Test]
    public async Task A_class_no_plugin_has_ends_the_start_with_2()
    {
        using var folder = new TempFolder();
        await using var agent = AgentProcess.Start(folder.Path, "agent", "-n", "a1", "-prov", "com.example.Vault", Console);

        (await agent.ExitAsync()).Should().Be(2);
        agent.Output.Should().Contain("--conf-provider names the class 'com.example.Vault'");
    }

    private static async Task ShouldRunAsync(AgentProcess agent)
    {
        await agent.SaysAsync("Agent a1 is ready: 1 source, 1 channel, 1 sink");
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);
    }

    // HttpListener takes no port 0: the number of one that was free a moment ago has to do, and another one when it is gone.
    private static string Listen(HttpListener server)
    {
        while (true)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            try
            {
                server.Prefixes.Clear();
                server.Prefixes.Add(address);
                server.Start();
                return address;
            }
            catch (HttpListenerException)
            {
                TestContext.Out.WriteLine($"{address} is taken; trying another port.");
            }
        }
    }

    private static async Task AnswerAsync(HttpListener server, string userAndPassword, string lines = Lines)
    {
        var expected = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword))}";
        try
        {
            while (true)
            {
                var context = await server.GetContextAsync();
                context.Response.StatusCode = context.Request.Headers["Authorization"] == expected ? 200 : 401;
                if (context.Response.StatusCode == 200)
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(lines));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
