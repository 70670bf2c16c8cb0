using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Runtime;

public sealed class PlannerTests
{
    private const string Good = """
        a1.sources = r1
        a1.channels = c1 c2
        a1.sinks = k1 k2
        a1.sources.r1.type = probe
        a1.sources.r1.channels = c1 c2
        a1.channels.c1.type = probe
        a1.channels.c2.type = probe
        a1.sinks.k1.type = probe
        a1.sinks.k1.channel = c1
        a1.sinks.k2.type = probe
        a1.sinks.k2.channel = c2
        """;

    [Test]
    public void A_good_file_is_planned_whole()
    {
        var plan = Plan(Good);

        plan.Problems.Should().BeEmpty();
        plan.IsEmpty.Should().BeFalse();
        plan.Channels.Select(channel => channel.Name).Should().Equal("c1", "c2");
        plan.Sources.Single().Channels.Should().Equal("c1", "c2");
        plan.Sources.Single().Selector.Descriptor.Alias.Should().Be("replicating");
        plan.Sinks.Select(sink => (sink.Name, sink.Channel)).Should().Equal(("k1", "c1"), ("k2", "c2"));
        plan.SinkRunners.Should().OnlyContain(runner => runner.Processor.Descriptor.Alias == "default");
    }

    [Test]
    public void An_agent_that_no_file_defines_is_an_error_that_lists_those_there_are()
    {
        var problem = Plan(Good, "a2").Problems.Should().ContainSingle().Subject;

        problem.Code.Should().Be(PlanProblems.UnknownAgent);
        problem.Remedy.Should().Contain("a1");
    }

    [Test]
    public void Of_a_file_that_cannot_be_read_nobody_says_that_it_defines_no_agent()
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "flume.conf");
        var configuration = FlumeConfiguration.Load([missing], new ConfigurationEnvironment());

        configuration.IsReadable.Should().BeFalse();
        Planner().Plan(configuration, "a1").Problems.Should().ContainSingle().Which.Code.Should().Be("FS1001");
    }

    [Test]
    public void A_broken_component_is_left_out_and_the_rest_planned()
    {
        var plan = Plan(Good.Replace("a1.sinks.k1.type = probe", "a1.sinks.k1.type = probe\na1.sinks.k1.batch = none", StringComparison.Ordinal));

        plan.HasErrors.Should().BeTrue();
        plan.Sinks.Select(sink => sink.Name).Should().Equal("k2");
        plan.Sources.Should().HaveCount(1);
        plan.Problems.Should().ContainSingle().Which.Location!.Line.Should().Be(9);
    }

    [Test]
    public void What_hangs_on_a_broken_channel_alone_is_left_out_with_it()
    {
        var plan = Plan(Good.Replace("a1.channels.c1.type = probe", "a1.channels.c1.type = prob", StringComparison.Ordinal));

        plan.Channels.Select(channel => channel.Name).Should().Equal("c2");
        plan.Sinks.Select(sink => sink.Name).Should().Equal("k2");
        plan.Sources.Single().Channels.Should().Equal("c2");
    }

    [Test]
    public void Optional_channels_must_be_the_sources_own()
    {
        var plan = Plan(Good + "\na1.sources.r1.selector.optional = c9");

        plan.Sources.Should().BeEmpty();
        plan.Problems.Should().Contain(problem => problem.Code == PlanProblems.SelectorChannel && problem.Message.Contains("'c9'", StringComparison.Ordinal));
    }

    [Test]
    public void Several_sinks_without_a_processor_type_are_an_error()
    {
        var plan = Plan(Good + "\na1.sinkgroups = g1\na1.sinkgroups.g1.sinks = k1 k2");

        plan.SinkRunners.Should().BeEmpty();
        plan.Problems.Should().Contain(problem => problem.Code == PlanProblems.SinkGroup);
    }

    [Test]
    public void Fingerprints_change_with_the_component_and_with_what_it_hangs_on()
    {
        var before = Plan(Good);
        var after = Plan(Good + "\na1.channels.c1.note = x");

        Fingerprints(Plan(Good)).Should().Equal(Fingerprints(before), "equal files make equal plans");
        after.Channels[0].Fingerprint.Should().NotBe(before.Channels[0].Fingerprint);
        after.Channels[1].Fingerprint.Should().Be(before.Channels[1].Fingerprint);
        after.Sources[0].Fingerprint.Should().NotBe(before.Sources[0].Fingerprint);
        after.SinkRunners[0].Fingerprint.Should().NotBe(before.SinkRunners[0].Fingerprint);
        after.SinkRunners[1].Fingerprint.Should().Be(before.SinkRunners[1].Fingerprint);
    }

    [Test]
    public void A_name_may_hold_what_only_unicode_calls_a_blank()
    {
        var plan = Plan(Good.Replace("c1", "c\u00A01", StringComparison.Ordinal));

        plan.Problems.Should().BeEmpty();
        plan.Sources.Should().ContainSingle().Which.Channels.Should().Contain("c\u00A01");
    }

    private static IEnumerable<string> Fingerprints(PipelinePlan plan) =>
        [.. plan.Channels.Select(channel => channel.Fingerprint), .. plan.Sources.Select(source => source.Fingerprint), .. plan.SinkRunners.Select(runner => runner.Fingerprint)];

    private static PipelinePlan Plan(string text, string agent = "a1") =>
        Planner().Plan(FlumeConfiguration.Parse(text), agent);

    private static Planner Planner() => new(new ComponentRegistry(typeof(IComponent).Assembly, typeof(ProbeSource).Assembly), new AgentResources(1L << 30));
}
