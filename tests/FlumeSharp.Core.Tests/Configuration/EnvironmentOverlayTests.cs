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

    [Test]
    public void Other_variables_have_no_say()
        => Load("", ("FLUME_SSL_KEYSTORE_PATH", "x"), ("FLUME__", "x"), ("FLUME_HOME", "/"), ("XFLUME__a1__sinks__k1__type", "x")).Problems.Should().BeEmpty();

    private static FlumeConfiguration Load(string lines, params (string Name, string Value)[] variables)
        => FlumeConfiguration.Parse(Samples.Complete + lines, new ConfigurationEnvironment { Variables = variables.ToDictionary(pair => pair.Name, pair => pair.Value) });
}
