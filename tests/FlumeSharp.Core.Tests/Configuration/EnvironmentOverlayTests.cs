namespace FlumeSharp.Configuration;

public sealed class EnvironmentOverlayTests
{
    [TestCase("FLUME__a1__sinks__k1__type", "type")]
    [TestCase("FLUME__A1__SINKS__K1__TYPE", "type")]
    [TestCase("flume__a1__sinks__k1__hdfs__path", "hdfs.path")]
    [TestCase("FLUME__a1__sinks__k1__batch_size", "batch-size")]
    [TestCase("FLUME__a1__sinks__k1__batch-size", "batch-size")]
    [TestCase("FLUME__a1__SINKS__k1__hdfs__rollSize", "hdfs.rollSize")]
    public void A_variable_wins_over_the_file(string variable, string key)
        => Load("a1.sinks.k1.hdfs.path = /x\na1.sinks.k1.batch-size = 1\n", (variable, "null")).Agents["a1"].Sinks[0].Properties[key].Should().Be("null");

    [Test]
    public void A_variable_can_use_references_and_problems_name_it()
    {
        var configuration = Load("DIR = /data\n", ("FLUME__a1__sinks__k1__path", "${DIR}/x"), ("FLUME__a1__sinks__k1__channel", "c9"));

        configuration.Problems.Should().Contain(problem => problem.Code == ProblemCodes.SinkChannelUnknown)
            .Which.ToString().Should().Contain("(environment variable FLUME__a1__sinks__k1__channel)");
        Load("DIR = /data\n", ("FLUME__a1__sinks__k1__path", "${DIR}/x")).Agents["a1"].Sinks[0].Properties["path"].Should().Be("/data/x");
    }

    [Test]
    public void Lists_can_be_given_and_an_empty_variable_takes_a_property_away()
    {
        var configuration = Load(
            "a1.sinks.k1.path = /x\n",
            ("FLUME__a1__sinks", "k1 k2"),
            ("FLUME__a1__sinks__k2__type", "null"),
            ("FLUME__a1__sinks__k2__channel", "c1"),
            ("FLUME__a1__sinks__k1__path", ""));

        configuration.Agents["a1"].Sinks.Select(sink => sink.Name).Should().Equal("k1", "k2");
        configuration.Agents["a1"].Sinks[0].Properties["path"].Should().BeNull();
    }

    [Test]
    public void A_variable_that_means_two_keys_is_refused_unless_it_spells_one()
    {
        const string Two = "a1.sinks.k1.path = 1\na1.sinks.k1.PATH = 2\n";

        Load(Two, ("FLUME__A1__SINKS__K1__PATH", "3")).Problems.Should().ContainSingle(problem => problem.Code == ProblemCodes.AmbiguousOverlay);
        Load(Two, ("FLUME__a1__sinks__k1__path", "3")).Agents["a1"].Sinks[0].Properties["path"].Should().Be("3");
    }

    [TestCase("FLUME__http_to_hdfs__sinks__k_1__maxBytesToLog", "http-to-hdfs.sinks.k-1.maxBytesToLog")]
    [TestCase("FLUME__HTTP_TO_HDFS__SINKS__K_1__hdfs__path", "http-to-hdfs.sinks.k-1.hdfs.path")]
    [TestCase("FLUME__http-to-hdfs__sinks__k-1__x_y", "http-to-hdfs.sinks.k-1.x_y")]
    [TestCase("FLUME__http_to_hdfs__Channels__listed_only__type", "http-to-hdfs.channels.listed-only.type")]
    [TestCase("FLUME__http_to_hdfs__SINKGROUPS", "http-to-hdfs.sinkgroups")]
    [TestCase("FLUME__http_to_hdfs__sinks__new__type", "http-to-hdfs.sinks.new.type")]
    public void A_new_key_belongs_to_the_agent_and_the_component_that_read_the_same(string variable, string key)
    {
        var configuration = FlumeConfiguration.Parse(
            "http-to-hdfs.channels = listed-only c1\nhttp-to-hdfs.sinks = k-1\nhttp-to-hdfs.sinks.k-1.type = logger\n",
            new ConfigurationEnvironment { Variables = new Dictionary<string, string> { [variable] = "40" } });

        configuration.Properties.Should().ContainSingle(property => property.Location.File.EndsWith(variable, StringComparison.Ordinal)).Which.Key.Should().Be(key);
        configuration.DeclaredAgentNames.Should().Equal("http-to-hdfs");
    }

    [TestCase("FLUME__a2__sinks__k1__maxBytesToLog", true)]
    [TestCase("FLUME__a1__sinks__k1__maxBytesToLog", false)]
    [TestCase("FLUME__my__sinks__folder", false)]
    public void A_variable_that_means_nothing_is_a_warning(string variable, bool isWarning)
    {
        var configuration = Load("a1.sinks.k1.note = ${my.sinks.folder:-x}\n", (variable, "40"));

        configuration.Problems.Where(problem => problem.Code == ProblemCodes.OverlayOfNothing).Should().HaveCount(isWarning ? 1 : 0);
        configuration.DeclaredAgentNames.Should().NotContain("a2");
        if (isWarning)
        {
            configuration.Problems[0].ToString().Should().Be("'FLUME__a2__sinks__k1__maxBytesToLog' means no agent that is configured, and is ignored (environment variable FLUME__a2__sinks__k1__maxBytesToLog); the agents are: a1; write '_' for '-', and '__' for a dot");
            configuration.Problems[0].Severity.Should().Be(ProblemSeverity.Warning);
            configuration.Problems[0].Component.Should().BeNull("the agent that runs is to hear of it");
        }
    }

    [Test]
    public void A_new_key_of_two_agents_that_read_the_same_is_refused_unless_it_spells_one()
    {
        const string Two = "b-1.channels = c1\nb_1.channels = c1\n";

        Load(Two, ("FLUME__B_1__SINKS__K1__PATH", "3")).Problems.Should().ContainSingle(problem => problem.Code == ProblemCodes.AmbiguousOverlay);
        Load(Two, ("FLUME__b_1__sinks__k1__path", "3")).Properties.Should().Contain(property => property.Key == "b_1.sinks.k1.path");
    }

    [Test]
    public void Variables_alone_can_define_an_agent()
        => Load(
            "",
            ("FLUME__b1__channels", "c1"),
            ("FLUME__b1__channels__c1__type", "memory"),
            ("FLUME__b1__sinks", "k1"),
            ("FLUME__b1__sinks__k1__type", "null"),
            ("FLUME__b1__sinks__k1__channel", "c1")).Agents.Keys.Should().BeEquivalentTo("a1", "b1");

    [Test]
    public void Other_variables_have_no_say()
        => Load("", ("FLUME_SSL_KEYSTORE_PATH", "x"), ("FLUME__", "x"), ("FLUME_HOME", "/"), ("XFLUME__a1__sinks__k1__type", "x")).Problems.Should().BeEmpty();

    private static FlumeConfiguration Load(string lines, params (string Name, string Value)[] variables)
        => FlumeConfiguration.Parse(Samples.Complete + lines, new ConfigurationEnvironment { Variables = variables.ToDictionary(pair => pair.Name, pair => pair.Value) });
}
