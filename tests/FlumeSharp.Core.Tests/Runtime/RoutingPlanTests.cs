using FlumeSharp.Components;
using FlumeSharp.Configuration;
using FlumeSharp.Registry;
using FlumeSharp.Routing;
using FlumeSharp.Sinks.Processors;

namespace FlumeSharp.Runtime;

/// <summary>What the plan makes of selectors and sink groups as files write them.</summary>
public sealed class RoutingPlanTests
{
    private const string Agent = """
        a1.sources = r1
        a1.channels = c1 c2
        a1.sinks = k1 k2 k3
        a1.sources.r1.type = probe
        a1.sources.r1.channels = c1 c2
        a1.channels.c1.type = probe
        a1.channels.c2.type = probe
        a1.sinks.k1.type = probe
        a1.sinks.k1.channel = c1
        a1.sinks.k2.type = probe
        a1.sinks.k2.channel = c2
        a1.sinks.k3.type = probe
        a1.sinks.k3.channel = c2

        """;

    private const string Group = Agent + "a1.sinkgroups = g1\na1.sinkgroups.g1.sinks = k1 k2\na1.sinkgroups.g1.processor.type = ";

    [TestCase("multiplexing")]
    [TestCase("MULTIPLEXING")]
    [TestCase("org.apache.flume.channel.MultiplexingChannelSelector")]
    public void Multiplexing_is_bound_with_its_mappings(string type)
    {
        var plan = Plan(Agent + $"""
            a1.sources.r1.selector.type = {type}
            a1.sources.r1.selector.header = state
            a1.sources.r1.selector.mapping.US.CA = c1	c2
            a1.sources.r1.selector.optional.US.CA = c2
            a1.sources.r1.selector.default = c2
            """);

        plan.Problems.Should().BeEmpty();
        var options = plan.Sources.Single().Selector.Options.Should().BeOfType<MultiplexingSelectorOptions>().Subject;
        options.Header.Should().Be("state");
        options.Mappings.Should().Equal(new Dictionary<string, string> { ["US.CA"] = "c1\tc2" });
        options.Default.Should().Equal("c2");
    }

    [TestCase("mapping.CZ", 15)]
    [TestCase("optional.CZ", 15)]
    [TestCase("default", 15)]
    public void A_channel_that_the_source_does_not_have_removes_the_source(string key, int line)
    {
        var plan = Plan(Agent + $"a1.sources.r1.selector.type = multiplexing\na1.sources.r1.selector.{key} = c1 c9");

        plan.Sources.Should().BeEmpty();
        plan.Problems.Should().ContainSingle(static problem => problem.Code == PlanProblems.SelectorChannel)
            .Which.Should().Match<ConfigurationProblem>(problem => problem.Location!.Line == line && problem.Message.Contains("'c9'", StringComparison.Ordinal));
    }

    [TestCase("load_balancing", "")]
    [TestCase("org.apache.flume.channel.LoadBalancingChannelSelector", "a1.sources.r1.selector.policy = RANDOM")]
    public void Load_balancing_works_although_Flume_refuses_it(string type, string policy)
    {
        var plan = Plan(Agent + $"a1.sources.r1.selector.type = {type}\n{policy}");

        plan.Problems.Should().BeEmpty();
        plan.Sources.Single().Selector.Options.Should().BeOfType<LoadBalancingSelectorOptions>().Which.Policy!.Descriptor.Alias.Should().Be(policy.Length == 0 ? "round_robin" : "random");
    }

    [Test]
    public void An_unknown_policy_removes_the_source()
    {
        var plan = Plan(Agent + "a1.sources.r1.selector.type = load_balancing\na1.sources.r1.selector.policy = robin");

        plan.Sources.Should().BeEmpty();
        plan.HasErrors.Should().BeTrue();
    }

    [Test]
    public void Failover_is_bound_and_a_longest_penalty_that_is_no_number_is_the_default()
    {
        var plan = Plan(Group + "failover\na1.sinkgroups.g1.processor.priority.k1 = 5\na1.sinkgroups.g1.processor.priority.k2 = 10\na1.sinkgroups.g1.processor.maxpenalty = long");

        plan.SinkRunners.Select(static runner => runner.Name).Should().Equal("g1", "k3");
        plan.SinkRunners[0].Processor.Options.Should().BeOfType<FailoverSinkProcessorOptions>().Which.MaxPenalty.Should().Be(TimeSpan.FromSeconds(30));
        plan.Problems.Should().ContainSingle().Which.Severity.Should().Be(ProblemSeverity.Warning);
    }

    [TestCase("priority.k9 = 1", "no sink of the group")]
    [TestCase("priority.k1 = high", "must be a whole number")]
    [TestCase("priority.k1 = 3\na1.sinkgroups.g1.processor.priority.k2 = 3", "the same priority 3")]
    public void Doubtful_priorities_are_warnings_with_their_line(string key, string text)
    {
        var plan = Plan(Group + $"failover\na1.sinkgroups.g1.processor.{key}");

        plan.SinkRunners[0].Sinks.Should().HaveCount(2);
        var problem = plan.Problems.Should().ContainSingle().Subject;
        problem.Message.Should().Contain(text);
        problem.Code.Should().Be(PlanProblems.SinkGroup);
        problem.Location!.Line.Should().BeGreaterThan(16);
    }

    [Test]
    public void Load_balancing_sinks_are_bound_with_backoff_and_longest_backoff()
    {
        var plan = Plan(Group + "Load_Balance\na1.sinkgroups.g1.processor.backoff = true\na1.sinkgroups.g1.processor.selector = random\na1.sinkgroups.g1.processor.selector.maxTimeOut = 10000");

        plan.Problems.Should().BeEmpty();
        var options = plan.SinkRunners[0].Processor.Options.Should().BeOfType<LoadBalancingSinkProcessorOptions>().Subject;
        options.Backoff.Should().BeTrue();
        options.Selector!.Descriptor.Alias.Should().Be("random");
        options.Selector.Options.Should().BeOfType<SinkSelectorOptions>().Which.MaxTimeOut.Should().Be(10000);
    }

    [TestCase("default")]
    [TestCase("org.apache.flume.sink.DefaultSinkProcessor")]
    public void The_default_processor_refuses_two_sinks_and_then_none_of_them_runs(string type)
    {
        var plan = Plan(Group + type);

        plan.Sinks.Select(static sink => sink.Name).Should().Equal("k3");
        plan.Problems.Should().ContainSingle(static problem => problem.Severity == ProblemSeverity.Error).Which.Location!.Line.Should().Be(16);
    }

    [Test]
    public void Load_balancing_refuses_a_single_sink()
    {
        var plan = Plan((Group + "load_balance").Replace("sinks = k1 k2\n", "sinks = k1\n", StringComparison.Ordinal));

        plan.Sinks.Select(static sink => sink.Name).Should().Equal("k2", "k3");
        plan.HasErrors.Should().BeTrue();
    }

    [Test]
    public void A_group_goes_on_without_a_sink_that_is_wrong()
    {
        var plan = Plan((Group + "load_balance").Replace("a1.sinks.k2.type = probe", "a1.sinks.k2.type = probe\na1.sinks.k2.batch = none", StringComparison.Ordinal));

        plan.SinkRunners.Single(static runner => runner.Name == "g1").Sinks.Select(static sink => sink.Name).Should().Equal("k1");
    }

    private static PipelinePlan Plan(string text) =>
        new Planner(new ComponentRegistry(typeof(IComponent).Assembly, typeof(ProbeSource).Assembly), new AgentResources(1L << 30))
            .Plan(FlumeConfiguration.Parse(text), "a1");
}
