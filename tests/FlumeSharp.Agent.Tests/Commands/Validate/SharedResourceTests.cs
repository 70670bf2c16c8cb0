using FlumeSharp.Agent.Documents;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands.Validate;

/// <summary>Components of which only one can start, and what the warning of too much memory lists.</summary>
public sealed class SharedResourceTests
{
    private const string TwoSources = "a1.sources = r1 r2\na1.sources.r1.type = http\na1.sources.r2.type = http\na1.sources.r2.channels = c1\n";
    private const string TwoChannels = "a1.channels = c1 c2\na1.sources.r1.channels = c1 c2\na1.channels.c1.type = file\na1.channels.c2.type = file\n";

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("a1.sources.r1.port = 4141\na1.sources.r2.port = 4141\n", true)]
    [TestCase("a1.sources.r1.port = 4141\na1.sources.r2.port = 4142\n", false)]
    [TestCase("a1.sources.r1.port = 0\na1.sources.r2.port = 0\n", false)]
    [TestCase("a1.sources.r1.port = 4141\na1.sources.r2.port = 4141\na1.sources.r1.bind = 127.0.0.1\na1.sources.r2.bind = 127.0.0.2\n", false)]
    [TestCase("a1.sources.r1.port = 4141\na1.sources.r2.port = 4141\na1.sources.r1.bind = localhost\na1.sources.r2.bind = LOCALHOST\n", true)]
    [TestCase("a1.sources.r1.port = 4141\na1.sources.r2.port = 4141\na1.sources.r2.bind = 127.0.0.2\n", true)]
    [TestCase("a1.sources.r1.port = 4141\na1.sources.r2.port = 4141\na1.sources.r2.bind = ::1\n", false)]
    public async Task Two_sources_on_one_port_are_a_warning(string lines, bool warns)
    {
        var run = await Validate(TwoSources + lines);

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Contains("FS3009: Source 'r2' (http): it listens on port 4141, as source 'r1' does; only one of the two can start", StringComparison.Ordinal).Should().Be(warns);
        run.Output.Should().Contain(warns ? "1 warning" : "0 warnings");
    }

    [TestCase("", true)]
    [TestCase("a1.channels.c1.dataDirs = /x/d1\na1.channels.c1.checkpointDir = /x/c\na1.channels.c2.dataDirs = /x/d2\na1.channels.c2.checkpointDir = /x/c/\n", true)]
    [TestCase("a1.channels.c1.dataDirs = /x/d1\na1.channels.c1.checkpointDir = /x/c1\na1.channels.c2.dataDirs = /x/d2, /x/d1\na1.channels.c2.checkpointDir = /x/c2\n", true)]
    [TestCase("a1.channels.c1.dataDirs = /x/d1\na1.channels.c1.checkpointDir = /x/c1\n", false)]
    public async Task Two_channels_in_one_folder_are_a_warning(string lines, bool warns)
    {
        var run = await Validate(TwoChannels + lines);

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Contains("FS3009: Channel 'c2' (file): it keeps its events in ", StringComparison.Ordinal).Should().Be(warns);
    }

    [Test]
    public async Task The_line_that_names_the_folder_is_shown()
    {
        var run = await Validate(TwoChannels + "a1.channels.c1.dataDirs = /x/d1\na1.channels.c1.checkpointDir = /x/c1\na1.channels.c2.checkpointDir = /x/c2\na1.channels.c2.dataDirs = /x/d1\n");

        run.Output.Should().MatchRegex(@"\| a1\.channels\.c2\.dataDirs = /x/d1\n +\| +\^{5}\n");
    }

    [Test]
    public async Task A_long_list_of_channels_is_cut()
    {
        var names = Enumerable.Range(1, 300).Select(static i => $"m{i}").ToList();
        var run = await Validate($"a1.channels = {string.Join(' ', names)}\na1.sources.r1.channels = {string.Join(' ', names)}\na1.sinks.k1.channel = m1\n" + string.Concat(names.Select(static name => $"a1.channels.{name}.type = memory\n")));

        run.Output.Should().Contain("FS3008: The memory channels 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8' and 292 more may together hold");
    }

    private Task<CommandRun> Validate(string lines)
    {
        File.WriteAllText(_folder.File("flume.conf"), Frame.Around(lines));
        return CommandRun.Of("validate", _folder.File("flume.conf"));
    }
}
