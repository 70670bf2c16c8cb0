using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>The sample plug-in in the real agent.</summary>
[Category("Integration")]
public sealed class PluginTests
{
    [Test]
    public async Task The_sample_plug_in_masks_and_writes_events_with_its_own_configuration()
    {
        using var folder = new TempFolder();
        Plugins.Install(folder.Path);
        var csv = folder.File("out", "numbers.csv");
        await using var agent = AgentProcess.Start(folder.Path, "agent", "-n", "acme", "-f", Path.Combine(Plugins.Sample, "acme.conf"), $"-Dacme.out={csv}");
        await agent.SaysAsync("Plug-in acme brings 2 component types.");
        await agent.SaysAsync("Agent acme is ready");

        await Eventually.IsTrue(() => File.Exists(csv) && LineCount(csv) >= 1000, "all events are in the file");
        agent.Signal(AgentProcess.SigTerm);

        (await agent.ExitAsync()).Should().Be(0);
        var lines = await File.ReadAllLinesAsync(csv);
        lines.Should().Equal(Enumerable.Range(0, 1000).Select(static number => number < 100 ? $",,{number}" : $",,**{number % 10}"));
    }

    [Test]
    public async Task Components_lists_what_a_plug_in_brings_and_its_keys()
    {
        using var folder = new TempFolder();
        Plugins.Install(folder.Path);

        await using var list = AgentProcess.Start(folder.Path, "components");
        await using var page = AgentProcess.Start(folder.Path, "components", "csv");

        (await list.ExitAsync()).Should().Be(0);
        (await page.ExitAsync()).Should().Be(0);
        await list.SaysAsync("com.acme.flume.CsvSink");
        list.Output.Should().MatchRegex(@"sink\s+csv\s+experimental\s+acme").And.MatchRegex(@"interceptor\s+mask\s+experimental\s+acme");
        await page.SaysAsync("batchSize");
        page.Output.Should().MatchRegex(@"path\s+text\s+\(required\)\s+The file that lines are appended to");
    }

    [Test]
    public async Task A_broken_plug_in_is_an_error_line_and_the_agent_runs()
    {
        using var folder = new TempFolder();
        Plugins.Install(folder.Path);
        Directory.CreateDirectory(folder.File("plugins.d", "java", "lib"));
        await File.WriteAllTextAsync(folder.File("plugins.d", "java", "lib", "custom.jar"), "PK");
        Directory.CreateDirectory(folder.File("plugins.d", "torn", "lib"));
        await File.WriteAllTextAsync(folder.File("plugins.d", "torn", "lib", "torn.dll"), "MZ, and then nothing");

        await using var agent = AgentProcess.Start(folder.Path, "agent", "-n", "acme", "-f", Path.Combine(Plugins.Sample, "acme.conf"), $"-Dacme.out={folder.File("x.csv")}");
        await agent.SaysAsync("Agent acme is ready");

        agent.Output.Should().MatchRegex("ERROR Agent: Plug-in 'java' consists of Java archives").And.MatchRegex("ERROR Agent: Plug-in 'torn' cannot be loaded");
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);
    }

    private static int LineCount(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd().Count(static c => c == '\n');
    }
}
