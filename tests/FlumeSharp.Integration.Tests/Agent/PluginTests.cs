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
        await agent.SaysAsync("Plug-in acme brings 3 component types.");
        await agent.SaysAsync("Agent acme is ready");

        await Eventually.IsTrue(() => File.Exists(csv) && LineCount(csv) >= 1000, "all events are in the file");
        agent.Signal(AgentProcess.SigTerm);

        (await agent.ExitAsync()).Should().Be(0);
        var lines = await File.ReadAllLinesAsync(csv);
        lines.Should().Equal(Enumerable.Range(0, 1000).Select(static number => number < 100 ? $",,{number}" : $",,**{number % 10}"));
    }

    [TestCase("lines")]
    [TestCase("com.acme.flume.LinesHandler")]
    public async Task A_handler_of_a_plug_in_makes_the_events_of_the_http_source(string handler)
    {
        using var folder = new TempFolder();
        Plugins.Install(folder.Path);
        Directory.EnumerateFiles(folder.File("plugins.d", "acme", "lib"), "FlumeSharp.*").Should().BeEmpty("what the agent brings is not shipped");
        var csv = folder.File("lines.csv");
        var configuration = await File.ReadAllTextAsync(Path.Combine(Plugins.Sample, "acme-http.conf"));
        await File.WriteAllTextAsync(folder.File("flume.conf"), configuration.Replace("handler = lines", $"handler = {handler}", StringComparison.Ordinal));
        await using var agent = AgentProcess.Start(folder.Path, "agent", "-n", "acme", "-f", "flume.conf", "-Dacme.port=0", $"-Dacme.out={csv}");
        using var client = new HttpClient { BaseAddress = new UriBuilder(await agent.HttpSourceAsync()) { Host = "127.0.0.1" }.Uri };

        using var stored = await client.PostAsync("orders", new StringContent("card 4111111111111111\nplain"));
        using var refused = await client.PostAsync("orders", new StringContent("fine\n" + new string('x', 101)));

        ((int)stored.StatusCode).Should().Be(200);
        ((int)refused.StatusCode).Should().Be(400);
        (await refused.Content.ReadAsStringAsync()).Should().Contain("Line 2 has 101 bytes");
        agent.Signal(AgentProcess.SigTerm);
        (await agent.ExitAsync()).Should().Be(0);
        (await File.ReadAllLinesAsync(csv)).Should().Equal("/orders,card ************1111", "/orders,plain");
    }

    [Test]
    public async Task A_handler_with_a_wrong_key_is_an_error_with_its_line()
    {
        using var folder = new TempFolder();
        Plugins.Install(folder.Path);
        var configuration = await File.ReadAllTextAsync(Path.Combine(Plugins.Sample, "acme-http.conf"));
        await File.WriteAllTextAsync(folder.File("flume.conf"), configuration.Replace("maxLineLength = 100", "maxLineLength = many", StringComparison.Ordinal));

        await using var agent = AgentProcess.Start(folder.Path, "validate", "-f", "flume.conf");

        (await agent.ExitAsync()).Should().Be(2);
        agent.Output.Should().MatchRegex(@"flume\.conf:12:\d+: error FS\d+: .*maxLineLength.*many");
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
        list.Output.Should().MatchRegex(@"sink\s+csv\s+experimental\s+acme").And.MatchRegex(@"interceptor\s+mask_numbers\s+experimental\s+acme");
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
