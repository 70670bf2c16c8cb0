using System.Xml.Linq;
using FlumeSharp.Agent.Documents;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands.Graph;

public sealed class GraphTests
{
    private const string TwoTiers = """
        edge.sources = web
        edge.channels = c1 c2
        edge.sinks = k1 k2 k3
        edge.sinkgroups = g1
        edge.sinkgroups.g1.sinks = k1 k2
        edge.sinkgroups.g1.processor.type = failover
        edge.sources.web.type = http
        edge.sources.web.port = 44444
        edge.sources.web.channels = c1 c2
        edge.sources.web.selector.type = multiplexing
        edge.sources.web.selector.header = level
        edge.sources.web.selector.mapping.ERROR = c1 c2
        edge.sources.web.selector.default = c1
        edge.channels.c1.type = file
        edge.channels.c2.type = memory
        edge.sinks.k1.type = avro
        edge.sinks.k1.channel = c1
        edge.sinks.k1.hostname = collector
        edge.sinks.k1.port = 4545
        edge.sinks.k2.type = org.apache.flume.sink.AvroSink
        edge.sinks.k2.channel = c1
        edge.sinks.k2.hostname = reserve
        edge.sinks.k2.port = 4546
        edge.sinks.k3.type = logger
        edge.sinks.k3.channel = c2
        hub.sources = in
        hub.channels = c1
        hub.sinks = k1
        hub.sources.in.type = avro
        hub.sources.in.bind = 0.0.0.0
        hub.sources.in.port = 4545
        hub.sources.in.channels = c1
        hub.channels.c1.type = memory
        hub.sinks.k1.type = hdfs
        hub.sinks.k1.channel = c1
        hub.sinks.k1.hdfs.path = hdfs://me:hunter2@namenode/a<b>"c"&d

        """;

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Mermaid_shows_components_groups_routes_and_links()
    {
        var graph = (await Draw(TwoTiers, "mermaid")).Output;

        graph.Should().StartWith("flowchart LR\n");
        var web = IdOf(graph, "web<br/>http<br/>port 44444");
        var k1 = IdOf(graph, "k1<br/>avro<br/>collector:4545");
        var hub = IdOf(graph, "in<br/>avro<br/>0.0.0.0:4545");
        graph.Should().Contain("[\"g1: failover\"]").And.Contain("[\"hub\"]");
        graph.Should().MatchRegex($@"{web} -->\|""level = ERROR; else""\| n\d+").And.MatchRegex($@"{web} -->\|""level = ERROR""\| n\d+");
        graph.Should().Contain($"{k1} -->|\"avro collector:4545\"| {hub}");
        graph.Split('\n').Where(static line => line.Contains("|\"avro ", StringComparison.Ordinal)).Should().ContainSingle("port 4546 is nobody's here");
    }

    [Test]
    public async Task Dot_has_clusters_and_quotes_what_needs_it()
    {
        var graph = (await Draw(TwoTiers, "dot")).Output;

        graph.Should().StartWith("digraph flume {").And.EndWith("}\n");
        graph.Should().Contain("label=\"edge\"").And.Contain("label=\"g1: failover\"").And.Contain("a<b>\\\"c\\\"&d");
        graph.Count(static c => c == '{').Should().Be(graph.Count(static c => c == '}'));
    }

    [Test]
    public async Task Svg_is_well_formed_and_nothing_overlaps_or_leaves_the_drawing()
    {
        var svg = XDocument.Parse((await Draw(TwoTiers, "svg")).Output);
        XNamespace name = "http://www.w3.org/2000/svg";

        var (width, height) = ((double)svg.Root!.Attribute("width")!, (double)svg.Root.Attribute("height")!);
        var boxes = svg.Descendants(name + "rect").Where(static rect => (string?)rect.Attribute("fill") is "#e3f3e6" or "#fdf3d8" or "#e3edfb")
            .Select(static rect => new Box((double)rect.Attribute("x")!, (double)rect.Attribute("y")!, (double)rect.Attribute("width")!, (double)rect.Attribute("height")!)).ToList();
        boxes.Should().HaveCount(9);
        boxes.Should().OnlyContain(box => box.X > 0 && box.Y > 0 && box.Right < width && box.Bottom < height);
        boxes.SelectMany((one, i) => boxes.Skip(i + 1).Select(other => (one, other))).Should().NotContain(static pair =>
            pair.one.X < pair.other.Right && pair.other.X < pair.one.Right && pair.one.Y < pair.other.Bottom && pair.other.Y < pair.one.Bottom);
        svg.Descendants(name + "path").Count(static path => path.Attribute("marker-end") is not null).Should().Be(8);
        svg.Descendants(name + "text").Select(static text => text.Value).Should().Contain(["web", "g1: failover", "level = ERROR; else", "avro collector:4545"]);
    }

    [TestCase("mermaid")]
    [TestCase("dot")]
    [TestCase("svg")]
    public async Task Secrets_are_not_drawn(string format) => (await Draw(TwoTiers, format)).Output.Should().NotContain("hunter2").And.Contain("******");

    [Test]
    public async Task Nothing_is_drawn_of_a_value_that_a_reference_makes_of_a_secret()
    {
        var run = await Draw(Frame.Around("a1.sinks.k1.type = hdfs\na1.sinks.k1.hdfs.path = ${two}\ntwo = /x/${one.password}\none.password = hunter2\n"), "mermaid");

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Should().NotContain("hunter2").And.Contain("hdfs<br/>******");
    }

    [Test]
    public async Task A_host_or_port_made_of_a_secret_is_drawn_neither_in_its_component_nor_beside_a_link()
    {
        var configuration = TwoTiers
            .Replace("hostname = collector", "hostname = ${my.password}", StringComparison.Ordinal)
            .Replace("bind = 0.0.0.0", "bind = ${my.password}", StringComparison.Ordinal) + "my.password = hunter3\n";

        var run = await Draw(configuration, "mermaid");

        run.Output.Should().NotContain("hunter3").And.Contain("k1<br/>avro<br/>******:4545").And.Contain("in<br/>avro<br/>******:4545").And.Contain("avro ******:4545");
    }

    [TestCase("curl -s -u joe:hunter2 http://h/x", "curl -s -u ****** http://h/x")]
    [TestCase("curl --user='joe:hunter2' h", "curl --user='******' h")]
    [TestCase("curl -ujoe:hunter2 h", "curl -u****** h")]
    [TestCase("docker run -u 1000 x", "docker run -u 1000 x")]
    [TestCase("psql -U joe -h db:5432", "psql -U joe -h db:5432")]
    public void The_user_that_a_command_names_is_masked_with_his_password(string command, string shown) =>
        FlumeSharp.Agent.Commands.Syntax.Secrets.Hide("command", command).Should().Be(shown);

    [Test]
    public async Task The_picture_in_the_documentation_is_what_the_command_draws()
    {
        var folder = Path.Combine(Repository.Root, "docs", "reference", "tools");

        var run = await CommandRun.Of("graph", "--format", "svg", Path.Combine(folder, "graph.conf"));

        var mermaid = await CommandRun.Of("graph", Path.Combine(folder, "graph.conf"));
        var page = await File.ReadAllTextAsync(Path.Combine(folder, "graph.md"));

        run.Output.Should().Be(await File.ReadAllTextAsync(Path.Combine(folder, "graph.svg")), "'flumesharp graph --format svg -o graph.svg graph.conf' makes it");
        page.Should().Contain("](graph.svg)").And.Contain($"```mermaid\n{mermaid.Output}```\n", "'flumesharp graph graph.conf' makes it");
    }

    [TestCase("svg")]
    [TestCase("mermaid")]
    public async Task Agents_that_feed_each_other_in_a_circle_are_drawn(string format)
    {
        var half = "a.sources = r\na.channels = c\na.sinks = k\na.sources.r.type = avro\na.sources.r.bind = h1\na.sources.r.port = 1\na.sources.r.channels = c\na.channels.c.type = memory\na.sinks.k.type = avro\na.sinks.k.channel = c\na.sinks.k.hostname = h2\na.sinks.k.port = 2\n";
        var other = half.Replace("a.", "b.", StringComparison.Ordinal).Replace("h1", "h9", StringComparison.Ordinal).Replace("h2", "h1", StringComparison.Ordinal).Replace("h9", "h2", StringComparison.Ordinal)
            .Replace("port = 1", "port = 9", StringComparison.Ordinal).Replace("port = 2", "port = 1", StringComparison.Ordinal).Replace("port = 9", "port = 2", StringComparison.Ordinal);

        var run = await Draw(half + other, format);

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Should().Contain("avro h2:2").And.Contain("avro h1:1");
    }

    [Test]
    public async Task Every_configuration_in_the_wild_with_an_agent_is_drawn()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Shared("corpus", "the collection of real configurations is not there"), "*.conf"))
        {
            foreach (var format in new[] { "mermaid", "dot", "svg" })
            {
                var run = await CommandRun.Of("graph", "--format", format, file);
                run.ExitCode.Should().BeOneOf([ExitCodes.Ok, ExitCodes.Usage], file);
                if (format == "svg" && run.ExitCode == ExitCodes.Ok)
                {
                    XDocument.Parse(run.Output);
                }
            }
        }
    }

    [Test]
    public async Task Files_are_configurations_of_their_own()
    {
        await File.WriteAllTextAsync(_folder.File("one.conf"), Frame.Text);
        await File.WriteAllTextAsync(_folder.File("two.conf"), Frame.Text);

        var run = await CommandRun.Of("graph", _folder.File("one.conf"), _folder.File("two.conf"), "-o", _folder.File("graph.mmd"));

        run.Should().Be(new CommandRun(ExitCodes.Ok, "", ""));
        (await File.ReadAllTextAsync(_folder.File("graph.mmd"))).Should().Contain("a1 (one.conf)").And.Contain("a1 (two.conf)");
    }

    [Test]
    public async Task What_u_or_f_name_is_one_configuration_beside_the_files()
    {
        await File.WriteAllTextAsync(_folder.File("one.conf"), Frame.Text);
        await File.WriteAllTextAsync(_folder.File("site.conf"), "a1.sinks.k1.type = logger\n");

        var uri = await CommandRun.Of("graph", "-u", new Uri(_folder.File("one.conf")).AbsoluteUri, _folder.File("one.conf"));
        var merged = await CommandRun.Of("graph", "-n", "a1", "-f", _folder.File("one.conf"), "-f", _folder.File("site.conf"), "--no-reload-conf");

        uri.Error.Should().BeEmpty();
        uri.Output.Split("a1 (").Should().HaveCount(3, "both are drawn");
        merged.ExitCode.Should().Be(ExitCodes.Ok);
        merged.Output.Should().Contain("k1<br/>logger").And.NotContain("k1<br/>null");
    }

    [Test]
    public async Task Nothing_is_drawn_when_a_file_cannot_be_read()
    {
        await File.WriteAllTextAsync(_folder.File("one.conf"), Frame.Text);

        var run = await CommandRun.Of("graph", _folder.File("missing.conf"), _folder.File("one.conf"), "-o", _folder.File("graph.mmd"));

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Output.Should().BeEmpty();
        run.Error.Should().Contain("missing.conf' cannot be read: there is no such file");
        File.Exists(_folder.File("graph.mmd")).Should().BeFalse();
    }

    [Test]
    public async Task An_agent_that_is_not_there_is_an_error()
    {
        var run = await Draw(TwoTiers, "dot", "-n", "nosuch");

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Error.Should().Contain("'nosuch'");
    }

    private static string IdOf(string graph, string label) =>
        graph.Split('\n').Single(line => line.Contains($"\"{label}\"", StringComparison.Ordinal)).Trim().Split('[', '(')[0];

    private Task<CommandRun> Draw(string configuration, string format, params string[] more)
    {
        File.WriteAllText(_folder.File("flume.conf"), configuration);
        return CommandRun.Of(["graph", _folder.File("flume.conf"), "--format", format, .. more]);
    }
}
