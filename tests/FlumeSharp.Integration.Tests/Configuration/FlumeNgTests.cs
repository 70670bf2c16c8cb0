using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.Integration.Tests.Guide;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Configuration;

/// <summary><c>bin/flume-ng</c>: the command line of Java Flume's launcher.</summary>
[Category("Integration")]
public sealed class FlumeNgTests
{
    private static readonly string _script = GuideFiles.Path("bin", "flume-ng");

    [Test]
    public async Task An_agent_starts_by_Flumes_own_command_line_and_settings()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("flume-env.sh"), "export TOTAL=7\nJAVA_OPTS=\"-Xms100m -Xmx200m -Dcom.sun.management.jmxremote -Dchannel=c1 -server\"\n");
        await File.WriteAllTextAsync(folder.File("flume.conf"), """
            a1.channels = c1
            a1.sources = r1
            a1.sinks = k1
            a1.channels.c1.type = memory
            a1.sources.r1.type = seq
            a1.sources.r1.totalEvents = ${env:TOTAL}
            a1.sources.r1.channels = ${sys:channel}
            a1.sinks.k1.type = null
            a1.sinks.k1.channel = ${sys:channel}
            """);
        var start = new System.Diagnostics.ProcessStartInfo(
            _script, ["agent", "--conf", folder.Path, "--conf-file", folder.File("flume.conf"), "--name", "a1", "-Dflume.root.logger=INFO,console", "-Xmx1g", "--strict"])
        {
            WorkingDirectory = folder.Path,
        };
        start.Environment["FLUMESHARP"] = AgentProcess.Executable;
        start.Environment["JAVA_OPTS"] = "-Dchannel=of-the-caller";
        await using var agent = AgentProcess.Start(start);

        await agent.SaysAsync("Agent a1 is ready: 1 source, 1 channel, 1 sink");
        agent.Output.Should().Contain("Info: Sourcing environment configuration script");
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);
    }

    [TestCase("agent -n a1 -f x.conf -d", "flumesharp agent -n a1 -f x.conf")]
    [TestCase("agent -d -c {0} -C /x -n a1 -f x.conf -Dk=v -Xmx9m --plugins-path /p", "flumesharp agent --conf {0} --classpath /x:/from-env --plugins-path /p -Da=\\* -Xmx5m -Db=2 -Dk=v -Xmx9m -n a1 -f x.conf")]
    [TestCase("agent -n a1 -D y=2 -f x.conf -d", "flumesharp agent -Dy=2 -n a1 -f x.conf")]
    [TestCase("node -d -n a1 -f x.conf", "flumesharp agent -n a1 -f x.conf")]
    [TestCase("avro-client -d -H host -p 1 -Dk=v", "flumesharp avro-client -H host -p 1")]
    public async Task The_program_gets_what_is_for_it(string words, string expected)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("flume-env.sh"), "JAVA_OPTS='-Da=* -Xmx5m -verbose:gc'\nFLUME_CLASSPATH=/from-env\n");

        var run = await RunAsync(words.Replace("{0}", folder.Path, StringComparison.Ordinal), ("FLUME_JAVA_OPTS", expected.Contains("-Db=2", StringComparison.Ordinal) ? "-Db=2" : null));

        run.ShouldEndWith(0).Output.Trim().Should().Be(expected.Replace("{0}", folder.Path, StringComparison.Ordinal));
    }

    [Test]
    public async Task A_dry_run_quotes_words_and_shows_no_password()
    {
        var run = await Script.RunAsync(
            _script,
            ["agent", "-d", "-n", "my agent", "--conf-password", "hunter2", "-pwd", "hunter2", "--conf-password=hunter2", "-Djavax.net.ssl.trustStorePassword=hunter2", "-u", "https://joe:hunter2@h/x"],
            new Dictionary<string, string?> { ["FLUMESHARP"] = "flumesharp", ["FLUME_JAVA_OPTS"] = null });

        run.ShouldEndWith(0).Output.Trim().Should().Be(
            "flumesharp agent -Djavax.net.ssl.trustStorePassword=****** -n my\\ agent --conf-password ****** -pwd ****** --conf-password=****** -u https://******@h/x");
    }

    [TestCase("help", 0, "global options")]
    [TestCase("", 1, "Unknown or unspecified command ''")]
    [TestCase("start", 1, "Unknown or unspecified command 'start'")]
    [TestCase("agent -D", 1, "Option -D requires an argument")]
    [TestCase("agent -c", 1, "Option --conf requires an argument")]
    [TestCase("agent -n a1 -f x.conf -d", 0, "Warning: No configuration directory set!")]
    [TestCase("node -n a1 -d", 0, "deprecated")]
    public async Task It_speaks_as_Flumes_launcher_does(string words, int exitCode, string says)
    {
        var run = (await RunAsync(words)).ShouldEndWith(exitCode);

        (run.Output + run.Errors).Should().Contain(says);
    }

    private static Task<ScriptResult> RunAsync(string words, params (string Name, string? Value)[] environment)
        => Script.RunAsync(
            _script,
            words.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            new Dictionary<string, string?> { ["FLUMESHARP"] = "flumesharp", ["FLUME_JAVA_OPTS"] = null }.Concat(environment.ToDictionary(pair => pair.Name, pair => pair.Value))
                .GroupBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Last().Value));
}
