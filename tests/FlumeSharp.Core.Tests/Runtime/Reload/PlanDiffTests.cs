using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Runtime.Reload;

public sealed class PlanDiffTests
{
    private const string Agent = """
        a1.sources = r1 r2
        a1.channels = c1 c2
        a1.sinks = k1 k2
        a1.sinkgroups = g1
        a1.sources.r1.type = probe
        a1.sources.r1.channels = c1
        a1.sources.r2.type = probe
        a1.sources.r2.channels = c2
        a1.channels.c1.type = probe
        a1.channels.c2.type = probe
        a1.sinks.k1.type = probe
        a1.sinks.k1.channel = c1
        a1.sinks.k2.type = probe
        a1.sinks.k2.channel = c2
        a1.sinkgroups.g1.sinks = k1
        a1.sinkgroups.g1.processor.type = default

        """;

    [Test]
    public void The_same_file_changes_nothing_wherever_its_lines_stand()
    {
        var diff = Diff("\n\n" + string.Join('\n', Agent.Split('\n').Reverse()));

        diff.IsEmpty.Should().BeTrue();
        diff.ToString().Should().Be("6 of 6 components kept");
    }

    [TestCase("a1.sinks.k1.batch = 2", "sink k1 replaced; group g1 replaced; 5 of 6 components kept")]
    [TestCase("a1.sources.r1.note = x", "source r1 replaced; 5 of 6 components kept")]
    [TestCase("a1.sources.r1.interceptors = i1\na1.sources.r1.interceptors.i1.type = probe", "source r1 rerouted; 5 of 6 components kept")]
    [TestCase("a1.sources.r1.selector.type = load_balancing", "source r1 rerouted; 5 of 6 components kept")]
    [TestCase("a1.sources.r1.channels = c1 c2", "source r1 rerouted; 5 of 6 components kept")]
    [TestCase("a1.channels.c1.note = x", "channel c1 replaced; sink k1 replaced; group g1 replaced; source r1 rerouted; 3 of 6 components kept")]
    [TestCase("a1.channels.c1.note = x\na1.sources.r1.note = x", "channel c1 replaced; sink k1 replaced; group g1 replaced; source r1 replaced; 3 of 6 components kept")]
    [TestCase("a1.sinkgroups.g1.note = x", "group g1 replaced; 6 of 6 components kept")]
    [TestCase("a1.sinkgroups = ", "group g1 removed; 6 of 6 components kept")]
    [TestCase("a1.sinkgroups = g1 g2\na1.sinkgroups.g2.sinks = k2", "group g2 added; 6 of 6 components kept")]
    [TestCase("a1.sinks = k1", "sink k2 removed; 5 of 6 components kept")]
    [TestCase("a1.sinks = k1 k2 k3\na1.sinks.k3.type = probe\na1.sinks.k3.channel = c1", "sink k3 added; 6 of 7 components kept")]
    [TestCase("a1.sources = r1\na1.sinks = k1", "channel c2 removed; sink k2 removed; source r2 removed; 3 of 6 components kept")]
    public void Each_change_touches_what_it_is_about_and_what_hangs_on_it(string lines, string expected) => Diff(Changed(lines)).ToString().Should().Be(expected);

    [Test]
    public void A_group_whose_keys_change_gets_a_new_loop_and_keeps_its_sinks()
    {
        var diff = Diff(Changed("a1.sinkgroups.g1.note = x"));

        diff.Of(ComponentKind.SinkGroup, "group g1").Should().Be(Change.Replaced);
        diff.Of(ComponentKind.Sink, "k1").Should().Be(Change.Kept);
        diff.IsEmpty.Should().BeFalse();
    }

    [Test]
    public void Restarting_all_keeps_the_channels_with_their_events() =>
        PlanDiff.Between(Plan(Agent), Plan(Agent), restartsAll: true).ToString()
            .Should().Be("sink k1 replaced; sink k2 replaced; group g1 replaced; source r1 replaced; source r2 replaced; 2 of 6 components kept");

    private static string Changed(string lines)
    {
        var keys = lines.Split('\n').Select(static line => line.Split('=')[0].Trim()).ToHashSet(StringComparer.Ordinal);
        return string.Join('\n', Agent.Split('\n').Where(line => !keys.Contains(line.Split('=')[0].Trim()))) + "\n" + lines;
    }

    private static PlanDiff Diff(string after) => PlanDiff.Between(Plan(Agent), Plan(after));

    private static PipelinePlan Plan(string text) =>
        new Planner(new ComponentRegistry(typeof(IComponent).Assembly, typeof(ProbeSource).Assembly), new AgentResources(1L << 30)).Plan(FlumeConfiguration.Parse(text), "a1");
}
