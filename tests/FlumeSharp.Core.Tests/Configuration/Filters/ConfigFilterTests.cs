using FlumeSharp.Registry;
using FlumeSharp.Runtime;

namespace FlumeSharp.Configuration.Filters;

public sealed class ConfigFilterTests
{
    private const string Env = "a1.configfilters = f\na1.configfilters.f.type = env\n";

    [TestCase("${f[KEY]}", "v")]
    [TestCase("${f['KEY']}/${f[\"OTHER_1\"]}", "v/${f['KEY']}")]
    [TestCase("a${f['KEY']}b${f['KEY']}c", "avbvc")]
    [TestCase("${f['KEY\"]}", "${f['KEY\"]}")]
    [TestCase("${f['KE.Y']}", "${f['KE.Y']}")]
    [TestCase("${f[ KEY ]}", "${f[ KEY ]}")]
    [TestCase("${F['KEY']}", "${F['KEY']}")]
    [TestCase("${f['key']}", "${f['key']}")]
    [TestCase("${f['BLANK']}", " ")]
    [TestCase("x${f['EMPTY']}", "x")]
    [TestCase("${f['EMPTY']}", "")]
    public void References_are_replaced_by_Flumes_grammar(string value, string expected)
        => Parse(Env + $"a1.sinks.k1.x = {value}\n").Agents["a1"].Sinks[0].Properties["x"].Should().Be(expected);

    [Test]
    public void Filters_reach_types_groups_and_helper_variables_but_not_lists()
    {
        var configuration = Parse(Env + """
            HELP = ${f['KEY']}
            a1.sinks.k1.type = ${f['TYPE']}
            a1.sinks.k1.x = ${HELP}
            a1.channels.c1.capacity = ${f['NUMBER']}
            a1.sinkgroups = g
            a1.sinkgroups.g.sinks = ${f['SINK']}
            a1.sinkgroups.g.processor.type = default
            b1.channels = ${f['KEY']}
            """);

        var agent = configuration.Agents["a1"];
        agent.Sinks[0].Type.Should().Be("null");
        agent.Sinks[0].Properties["x"].Should().Be("v");
        agent.Channels[0].Properties["capacity"].Should().Be("7");
        agent.SinkGroups[0].Properties["sinks"].Should().Be("k1");
        configuration.Problems.Should().NotContain(problem => problem.Component == "a1.sinks.k1" || problem.Code == ProblemCodes.FilterNotApplied);

        Parse(Env + "a1.sources\\  = ${f['KEY']}\n").Problems.Should().Contain(problem => problem.Code == ProblemCodes.FilterNotApplied && problem.Message.Contains("only replace", StringComparison.Ordinal));
    }

    [Test]
    public void Filters_run_one_after_the_other_on_what_the_earlier_ones_left()
        => Parse("a1.configfilters = one f\na1.configfilters.one.type = env\na1.configfilters.f.type = env\na1.sinks.k1.x = ${one['OTHER_1']}\n")
            .Agents["a1"].Sinks[0].Properties["x"].Should().Be("v");

    [Test]
    public void A_key_without_a_value_is_an_error_with_its_line()
    {
        var problem = Parse(Env + "a1.sinks.k1.x = ${f['NOPE']}\n").Problems.Should().ContainSingle().Which;

        problem.Code.Should().Be(ProblemCodes.FilterNotApplied);
        problem.ToString().Should().Contain("'NOPE'").And.Contain("a1.sinks.k1.x").And.Contain($"flume.conf:{Samples.NextLine + 2}");
    }

    [TestCase("org.apache.flume.configfilter.EnvironmentVariableConfigFilter", true)]
    [TestCase("ENV", true)]
    [TestCase("envi", false)]
    [TestCase("com.example.Vault", false)]
    public void The_type_is_an_alias_or_a_Java_class(string type, bool isKnown)
    {
        var configuration = Parse($"a1.configfilters = f\na1.configfilters.f.type = {type}\na1.sinks.k1.x = ${{f['KEY']}}\n");

        configuration.Agents["a1"].Sinks[0].Properties["x"].Should().Be(isKnown ? "v" : "${f['KEY']}");
        configuration.Problems.Should().HaveCount(isKnown ? 0 : 1);
    }

    [Test]
    public void Only_the_filters_of_the_agent_that_runs_are_made()
    {
        var text = Samples.Complete + "a1.configfilters = f\na1.configfilters.f.type = fails\na1.sinks.k1.x = ${f['KEY']}\n";

        FlumeConfiguration.Parse(text, Environment with { AgentName = "a2" }).Problems.Should().BeEmpty();
        FlumeConfiguration.Parse(text, Environment with { AgentName = "a1" }).Problems.Should().ContainSingle().Which.Message.Should().Contain("no vault today");
    }

    [Test]
    public void A_filter_that_fails_leaves_the_others_their_turn()
    {
        var configuration = Parse("a1.configfilters = bad f\na1.configfilters.bad.type = fails\n" + Env.Split('\n')[1] + "\na1.sinks.k1.x = ${f['KEY']}${bad['x']}\n");

        configuration.Agents["a1"].Sinks[0].Properties["x"].Should().Be("v${bad['x']}");
        configuration.Problems.Should().ContainSingle().Which.Location!.Line.Should().BePositive();
    }

    [Test]
    public void What_a_filter_gave_is_never_shown()
    {
        var configuration = Parse(Env + "a1.channels.c1.capacity = 1${f['PASSWORD']}\n");
        var registry = new ComponentRegistry(typeof(FlumeConfiguration).Assembly, typeof(ConfigFilterTests).Assembly);
        var plan = new Planner(registry, AgentResources.Detect()).Plan(configuration, "a1");

        plan.Problems.Select(problem => problem.ToString()).Should().NotContain(text => text.Contains("hunter2", StringComparison.Ordinal));
        configuration.Agents["a1"].Channels[0].Properties.TryGet("capacity", out var property).Should().BeTrue();
        property!.IsFiltered.Should().BeTrue();
    }

    private static ConfigurationEnvironment Environment { get; } = new()
    {
        Variables = new Dictionary<string, string>
        {
            ["KEY"] = "v",
            ["OTHER_1"] = "${f['KEY']}",
            ["TYPE"] = "null",
            ["NUMBER"] = "7",
            ["SINK"] = "k1",
            ["EMPTY"] = "",
            ["BLANK"] = " ",
            ["PASSWORD"] = "hunter2",
        },
        Components = new ComponentRegistry(typeof(FlumeConfiguration).Assembly, typeof(ConfigFilterTests).Assembly),
    };

    private static FlumeConfiguration Parse(string lines) => FlumeConfiguration.Parse(Samples.Complete + lines, Environment);
}

/// <summary>As a plug-in would bring one.</summary>
[FlumeConfigFilter("fails", "com.example.FailingFilter")]
public sealed class FailingConfigFilter : IConfigFilter
{
    public string? Resolve(string key) => throw new InvalidOperationException("no vault today");
}
