using System.Globalization;
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
        await agent.SaysAsync("Plug-in acme brings 5 component types.");
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

    [TestCase("by_size", "weighted")]
    [TestCase("com.acme.flume.SizeChannelSelector", "com.acme.flume.WeightedSinkProcessor")]
    [TestCase("Acme.Flume.SizeSelector, Acme.Flume", "Acme.Flume.WeightedSinkProcessor, Acme.Flume")]
    public async Task A_selector_and_a_sink_processor_of_a_plug_in_route_the_events(string selector, string processor)
    {
        using var folder = new TempFolder();
        await WriteRoutingAsync(folder, "= by_size", $"= {selector}", "= weighted", $"= {processor}");
        await using var agent = AgentProcess.Start(folder.Path, "agent", "-n", "acme", "-f", "flume.conf", "--strict");
        await agent.SaysAsync("Agent acme is ready: 1 source, 2 channels, 3 sinks");

        await Eventually.IsTrue(() => LinesOf(folder, "short") + LinesOf(folder, "first") + LinesOf(folder, "second") >= 1000, "all events are in the files");
        agent.Signal(AgentProcess.SigTerm);

        (await agent.ExitAsync()).Should().Be(0);
        NumbersIn(folder, "short").Should().Equal(Enumerable.Range(0, 100));
        var (first, second) = (NumbersIn(folder, "first"), NumbersIn(folder, "second"));
        first.Concat(second).Should().BeEquivalentTo(Enumerable.Range(100, 900));

        // At least 90 batches, of which one sink gets two and the other one in turn; some may have less than ten events.
        second.Should().NotBeEmpty();
        first.Should().HaveCountGreaterThan(second.Count);
    }

    [Test]
    public async Task While_a_sink_of_its_group_cannot_start_a_sink_processor_of_a_plug_in_goes_on_with_the_others()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("file"), "no folder");
        await WriteRoutingAsync(folder, "${sys:acme.out:-.}/first.csv", "file/first.csv");
        await using var agent = AgentProcess.Start(folder.Path, "agent", "-n", "acme", "-f", "flume.conf");

        await Eventually.IsTrue(() => LinesOf(folder, "second") >= 900, "the second sink takes all");
        await agent.SaysAsync("Sink first fails, and the others of its group take its share.");
        agent.Signal(AgentProcess.SigTerm);

        (await agent.ExitAsync()).Should().Be(0);
        NumbersIn(folder, "second").Should().Equal(Enumerable.Range(100, 900));
    }

    [TestCase("= by_size", "= Acme.Flume.SizeSelectr, Acme.Flume", @"error FS2009: .*the assembly 'Acme\.Flume' has no selector 'Acme\.Flume\.SizeSelectr'; did you mean 'Acme\.Flume\.SizeSelector, Acme\.Flume'\?")]
    [TestCase("= by_size", "= com.acme.flume.SizeChanelSelector", @"error FS2009: .*no plug-in has a selector 'com\.acme\.flume\.SizeChanelSelector'; did you mean 'com\.acme\.flume\.SizeChannelSelector'\?")]
    [TestCase("= by_size", "= Other.Selector, Other", "error FS2009: .*no plug-in has the assembly 'Other' with the selector 'Other.Selector'; put the plug-in into plugins.d, or name its folder with --plugins-path")]
    [TestCase("= by_size", "= Acme.Flume.WeightedSinkProcessor", @"error FS2009: .*'Acme\.Flume\.WeightedSinkProcessor' is a sink processor, not a selector; available: by_size,")]
    [TestCase("= weighted", "= wieghted", "error FS2009: .*unknown sink processor type 'wieghted'; did you mean 'weighted'")]
    [TestCase("= weighted", "= by_size", "error FS2009: .*'by_size' is a selector, not a sink processor; available: .*weighted")]
    [TestCase("selector.large = large", "selector.large = lrage", "error FS3.*lrage")]
    [TestCase("weight.first = 2", "weight.first = two", "error FS3.*the weight of 'first' must be a whole number from 1 to 1000 but is 'two'; write for example 3")]
    [TestCase("weight.first = 2", "weight.third = 2", "warning FS3.*the weight of 'third' is not used.*the group's sinks are: first, second")]
    public async Task A_mistake_with_a_selector_or_sink_processor_is_said_with_its_line(string written, string wrong, string says)
    {
        using var folder = new TempFolder();
        await WriteRoutingAsync(folder, written, wrong);

        await using var validate = AgentProcess.Start(folder.Path, "validate", "--strict", "flume.conf");

        (await validate.ExitAsync()).Should().Be(2);
        await validate.SaysAsync("agent acme.");
        validate.Output.Should().MatchRegex($@"flume\.conf:\d+:\d+: {says}");
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

    private static async Task WriteRoutingAsync(TempFolder folder, params string[] replaced)
    {
        Plugins.Install(folder.Path);
        var configuration = await File.ReadAllTextAsync(Path.Combine(Plugins.Sample, "acme-routing.conf"));
        foreach (var pair in replaced.Chunk(2))
        {
            configuration.Should().Contain(pair[0]);
            configuration = configuration.Replace(pair[0], pair[1], StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(folder.File("flume.conf"), configuration);
    }

    private static int LinesOf(TempFolder folder, string name) => File.Exists(folder.File(name + ".csv")) ? LineCount(folder.File(name + ".csv")) : 0;

    private static List<int> NumbersIn(TempFolder folder, string name) =>
        [.. File.ReadAllLines(folder.File(name + ".csv")).Select(static line => int.Parse(line.TrimStart(','), CultureInfo.InvariantCulture))];

    private static int LineCount(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd().Count(static c => c == '\n');
    }
}
