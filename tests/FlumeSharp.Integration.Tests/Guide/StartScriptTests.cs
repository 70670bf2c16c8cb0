using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Guide;

/// <summary><c>start-flume.sh</c>, in the checkout and in an installation.</summary>
[Category("Integration")]
public sealed class StartScriptTests
{
    [TestCase("conf")]
    [TestCase("config", Description = "The name that the guide gives to the folder.")]
    public async Task It_starts_the_shipped_agent_and_hands_signals_and_arguments_on(string folder)
    {
        await using var agent = await GuideAgent.StartByAsync(
            GuideFiles.Path(folder, "start-flume.sh"), static (_, environment) => environment["FLUMESHARP"] = AgentProcess.Executable);

        (await Script.BashAsync("curl -f \"$FLUME_URL\" && " + GuideFiles.Path("examples", "clients", "curl.sh") + " hello", agent.Environment())).ShouldEndWith(0);

        (await agent.StopAndReadAsync()).Values.Should().Equal("hello\n");
    }

    [Test]
    public async Task An_installation_finds_its_program_and_reads_its_settings()
    {
        using var installation = new TempFolder();
        Install(installation);
        await File.WriteAllTextAsync(
            installation.File("conf", "flume-env.sh"),
            "export HDFS_URI=file://$PWD/elsewhere\nFLUME_AGENT_OPTS='-Dflume.monitoring.type=http -Dflume.monitoring.port=0'\n");
        await using var agent = await GuideAgent.StartByAsync(installation.File("conf", "start-flume.sh"), static (_, environment) => environment.Remove("FLUMESHARP"));

        (await Script.BashAsync(GuideFiles.Path("examples", "clients", "curl.sh") + " hello", agent.Environment())).ShouldEndWith(0);

        agent.Output.Should().Contain("Monitoring listens on");
        (await agent.StopAndReadAsync("elsewhere")).Values.Should().Equal("hello\n");
    }

    [Test]
    public async Task Without_a_program_it_says_what_is_missing()
    {
        using var installation = new TempFolder();
        Install(installation);
        File.Delete(installation.File("bin", "flumesharp"));

        var run = await Script.RunAsync(
            installation.File("conf", "start-flume.sh"), [], new Dictionary<string, string?> { ["FLUMESHARP"] = "", ["PATH"] = "/usr/bin:/bin" });

        run.ShouldEndWith(2).Errors.Should().Contain("set FLUMESHARP to the program");
    }

    /// <summary>The layout that the Dockerfile and docs/operations.md make: bin/ and conf/ side by side.</summary>
    private static void Install(TempFolder installation)
    {
        Directory.CreateDirectory(installation.File("conf"));
        foreach (var file in Directory.EnumerateFiles(GuideFiles.Path("conf")).Where(static file => Path.GetFileName(file) != "flume-env.sh"))
            File.Copy(file, installation.File("conf", Path.GetFileName(file)));
        Directory.CreateDirectory(installation.File("bin"));
        File.CreateSymbolicLink(installation.File("bin", "flumesharp"), AgentProcess.Executable);
    }
}
