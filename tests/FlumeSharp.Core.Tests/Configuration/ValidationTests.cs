namespace FlumeSharp.Configuration;

/// <summary>What each mistake does, where it is said to be, and what the reader of the message is told to do.</summary>
public sealed class ValidationTests
{
    [Test]
    public void A_correct_configuration_has_no_problems()
    {
        var configuration = FlumeConfiguration.Parse(Samples.Complete);

        configuration.Problems.Should().BeEmpty();
        var agent = configuration.Agents["a1"];
        agent.Sources.Should().ContainSingle().Which.Location.ToString().Should().Be("flume.conf:4");
        agent.Sources[0].Properties.Prefix.Should().Be("a1.sources.r1");
        agent.Sinks[0].Type.Should().Be("logger");
    }

    [TestCase("PORT = 1", "FS1004", "begin with an agent's name")]
    [TestCase("a1. = 1", "FS1005", "names an agent and nothing of it")]
    [TestCase("a1.sinks.k1.x =", "FS1006", "has no value")]
    [TestCase("a1.source.r1.port = 1", "FS1008", "did you mean 'a1.sources.r1.port'?")]
    [TestCase("a1.Sinks.k1.x = 1", "FS1008", "did you mean 'a1.sinks.k1.x'?")]
    [TestCase("a1.sinkgroup = g1", "FS1008", "did you mean 'a1.sinkgroups'?")]
    [TestCase("a1.k1.hdfs.path = /x", "FS1008", "did you mean 'a1.sinks.k1.hdfs.path'?")]
    [TestCase("a1.sources.r1 = 1", "FS1008", "'a1.sources.r1.type'")]
    [TestCase("some prose in the file", "FS1004", "'#' before a comment")]
    [TestCase("home.dir = /x", "FS1008", "'home.dir' is no property of a component")]
    [TestCase("a1.sinks.k2.type = logger", "FS1050", "not listed in 'a1.sinks'")]
    [TestCase("a1.sinkgroups.g1.sinks = k1", "FS1050", "not listed in 'a1.sinkgroups'")]
    [TestCase("a1.sinks.k1.type = null", "FS1003", "flume.conf:7")]
    public void An_added_line_that_is_ignored_is_a_warning(string line, string code, string words)
    {
        var configuration = FlumeConfiguration.Parse(Samples.Complete + line + "\n");

        var problem = configuration.Problems.Should().ContainSingle().Subject;
        problem.Severity.Should().Be(ProblemSeverity.Warning);
        problem.Code.Should().Be(code);
        problem.Location!.Line.Should().Be(Samples.NextLine);
        problem.ToString().Should().Contain(words);
        configuration.Agents["a1"].Sinks.Should().ContainSingle();
    }

    [TestCase("a1.sources = r1", "a1.sources = r1 r2", "FS1030", 1, "add 'a1.sources.r2.type = …'")]
    [TestCase("a1.sinks = k1", "a1.sinks = k1 # the sink", "FS1030", 3, "beginning of a line")]
    [TestCase("a1.sinks = k1", "a1.sinks = k1,k2", "FS1030", 3, "'a1.sinks = k1 k2'")]
    [TestCase("a1.sinks.k1.type = logger", "a1.sinks.k1.typo = logger", "FS1031", 7, "did you mean 'a1.sinks.k1.type' by 'a1.sinks.k1.typo'?")]
    [TestCase("a1.sources.r1.channels = c1", "a1.sources.r1.channel = c1", "FS1032", 5, "write 'channels' instead of 'channel'")]
    [TestCase("a1.sources.r1.channels = c1", "a1.sources.r1.channels = c1,c2", "FS1034", 5, "'channels = c1 c2'")]
    [TestCase("a1.sources.r1.channels = c1", "a1.sources.r1.channels = c2", "FS1034", 5, "did you mean 'c1'?")]
    [TestCase("a1.sinks.k1.channel = c1", "a1.sinks.k1.channels = c1", "FS1035", 8, "write 'channel' instead of 'channels'")]
    [TestCase("a1.sinks.k1.channel = c1", "a1.sinks.k1.channel = c1 c2", "FS1036", 8, "one channel")]
    [TestCase("a1.sinks.k1.channel = c1", "a1.sinks.k1.channel = memory", "FS1036", 8, "its channels are: c1")]
    [TestCase("a1.sinks.k1.type = logger", "a1.sinks.k1.type = x.Y\na1.sinks.k1.config = Z", "FS1037", 8, "remove the property")]
    public void A_mistake_that_drops_a_component_is_an_error(string right, string wrong, string code, int line, string words)
    {
        var configuration = FlumeConfiguration.Parse(Samples.Complete.Replace(right, wrong, StringComparison.Ordinal));

        var problem = configuration.Problems.Should().ContainSingle(found => found.Severity == ProblemSeverity.Error).Subject;
        problem.Code.Should().Be(code);
        problem.Location!.Line.Should().Be(line);
        problem.ToString().Should().Contain(words);
        configuration.Agents.Should().ContainKey("a1", "the rest still runs");
    }

    [TestCase("a1.channels = c1\n", "", "FS1020", "add 'a1.channels = c1'")]
    [TestCase("a1.channels.c1.type = memory\n", "", "FS1021", "none of its channels")]
    [TestCase("channel", "chanel", "FS1020", "a1.channels")]
    public void An_agent_without_a_channel_does_not_run(string right, string wrong, string code, string words)
    {
        var configuration = FlumeConfiguration.Parse(Samples.Complete.Replace(right, wrong, StringComparison.Ordinal));

        configuration.Agents.Should().BeEmpty();
        configuration.DeclaredAgentNames.Should().Equal("a1");
        configuration.Problems.Should().Contain(problem => problem.Code == code && problem.Severity == ProblemSeverity.Error)
            .Which.ToString().Should().Contain(words);
    }

    [Test]
    public void An_agent_without_sources_and_sinks_does_not_run()
    {
        var configuration = FlumeConfiguration.Parse("a1.channels = c1\na1.channels.c1.type = memory\na1.sources.r1.type = seq\n");

        configuration.Agents.Should().BeEmpty();
        configuration.Problems.Should().Contain(problem => problem.Code == ProblemCodes.NothingToRun);
        configuration.Problems.Should().Contain(problem => problem.Code == ProblemCodes.ListMissing && problem.Remedy == "add 'a1.sources = r1'");
    }

    [Test]
    public void A_misspelt_agent_name_is_noticed()
    {
        var text = Samples.Complete.Replace("a1.", "agent.", StringComparison.Ordinal) + "agnet.sinks.k1.x = 1\n";

        FlumeConfiguration.Parse(text).Problems.Should().ContainSingle().Which.ToString().Should()
            .Contain("Agent 'agnet'").And.Contain("did you mean agent 'agent'?").And.Contain("flume.conf:9");
    }

    [Test]
    public void Helper_variables_in_use_are_no_warnings()
    {
        var configuration = FlumeConfiguration.Parse(Samples.Complete + "DIR = /x\nhome.dir = ${DIR}/y\na1.sinks.k1.path = ${home.dir}/z\n");

        configuration.Problems.Should().OnlyContain(problem => problem.Severity == ProblemSeverity.Info);
        configuration.Agents["a1"].Sinks[0].Properties["path"].Should().Be("/x/y/z");
        configuration.DeclaredAgentNames.Should().Equal("a1");
    }

    [Test]
    public void A_source_runs_with_the_channels_that_are_there_in_declared_order()
    {
        var configuration = FlumeConfiguration.Parse(
            Samples.Complete + "a1.channels.c2.type = memory\na1.channels\\  = c3\na1.sources.r1.channels = c9 c2 c1 c2\n");

        configuration.Agents["a1"].Sources[0].Properties["channels"].Should().Be("c1", "c2 is configured but not listed");
        configuration.Problems.Should().Contain(problem => problem.Code == ProblemCodes.SourceChannelUnknown
            && problem.Remedy == "add the channel to the list 'a1.channels'");
        configuration.Problems.Should().Contain(problem => problem.Code == ProblemCodes.ListDefinedTwice);
    }

    [Test]
    public void Names_keep_their_declared_order()
    {
        var configuration = FlumeConfiguration.Parse("""
            a1.channels = z a m
            a1.sources = r
            a1.sources.r.type = seq
            a1.sources.r.channels = m z a
            a1.channels.a.type = memory
            a1.channels.m.type = memory
            a1.channels.z.type = memory
            """);

        configuration.Agents["a1"].Channels.Select(channel => channel.Name).Should().Equal("z", "a", "m");
        configuration.Agents["a1"].Sources[0].Properties.GetNames("channels").Should().Equal("m", "z", "a");
    }

    [TestCase("g1.sinks = k1 kx", "FS1041", ProblemSeverity.Warning, "k1")]
    [TestCase("g1.sinks = k1,k2", "FS1043", ProblemSeverity.Error, null)]
    [TestCase("g1.processor.backoff = true", "FS1040", ProblemSeverity.Error, null)]
    [TestCase("g1.sinks = k1\na1.sinkgroups.g1.processor.type = OTHER", "FS1045", ProblemSeverity.Error, null)]
    [TestCase("g1.sinks = k1\na1.sinkgroups.g1.processor.typ = x", "FS1044", ProblemSeverity.Warning, "k1")]
    public void A_sink_group_is_cut_down_to_what_can_run(string lines, string code, ProblemSeverity severity, string? sinks)
    {
        var text = Samples.Complete.Replace("a1.sinks = k1", "a1.sinks = k1 k2", StringComparison.Ordinal)
            + "a1.sinks.k2.type = logger\na1.sinks.k2.channel = c1\na1.sinkgroups = g1\na1.sinkgroups." + lines + "\n"
            + (code == "FS1044" ? "" : "a1.sinkgroups.g1.processor.priority.k1 = 1\n");

        var configuration = FlumeConfiguration.Parse(text);

        configuration.Problems.Should().Contain(problem => problem.Code == code).Which.Severity.Should().Be(severity);
        configuration.Agents["a1"].Sinks.Should().HaveCount(2);
        configuration.Agents["a1"].SinkGroups.Select(group => group.Properties["sinks"]).Should().Equal(sinks is null ? [] : [sinks]);
    }

    [Test]
    public void A_sink_belongs_to_the_first_group_that_names_it()
    {
        var configuration = FlumeConfiguration.Parse(Samples.Complete + """
            a1.sinkgroups = g2 g1
            a1.sinkgroups.g1.sinks = k1
            a1.sinkgroups.g1.processor.type = default
            a1.sinkgroups.g2.sinks = k1
            a1.sinkgroups.g2.processor.type = default
            """);

        configuration.Agents["a1"].SinkGroups.Select(group => (group.Name, group.Type)).Should().Equal(("g2", "default"));
        configuration.Problems.Select(problem => problem.Code).Should().BeEquivalentTo(ProblemCodes.GroupSinkTaken, ProblemCodes.GroupEmpty);
    }

    [Test]
    public void A_later_file_overrides_an_earlier_one_without_a_word()
    {
        var configuration = FlumeConfiguration.Build(
            [
                PropertiesReader.ReadText("base.conf", Samples.Complete),
                PropertiesReader.ReadText("local.conf", "a1.sinks.k1.type = null\na1.sinks.k1.channel = c9\n"),
            ],
            new ConfigurationEnvironment());

        configuration.Problems.Should().ContainSingle().Which.Location.Should().Be(new SourceLocation("local.conf", 2));
    }

    [Test]
    public void A_file_that_is_not_there_is_an_error()
    {
        var configuration = FlumeConfiguration.Load(["/nowhere/flume.conf", Path.GetTempPath()], new ConfigurationEnvironment());

        configuration.Problems.Select(problem => problem.Code).Should().Equal(ProblemCodes.FileUnreadable, ProblemCodes.FileUnreadable);
        configuration.Problems[0].ToString().Should().Contain("/nowhere/flume.conf").And.Contain("there is no such file");
        configuration.Problems[1].ToString().Should().Contain("it is a directory");
    }

    [TestCase("a1.sinks.k1.password = hunter2\na1.sinks.k1.password = hunter2x")]
    [TestCase("a1.sinks.k1.password = hunter2${hunter2}")]
    [TestCase("a1.sinks.k1.api-token = \\u12hunter2")]
    [TestCase("a1.sink.k1.clientSecret = hunter2")]
    [TestCase("k1.password = hunter2")]
    [TestCase("password hunter2")]
    [TestCase("P = hunter2\na1.sinks.k1.credential.password = ${P}${P")]
    public void Secrets_are_in_no_problem(string lines)
    {
        var problems = FlumeConfiguration.Parse(Samples.Complete + lines + "\n").Problems;

        problems.Select(problem => problem.ToString()).Should().NotContain(text => text.Contains("hunter2", StringComparison.Ordinal));
        problems.Should().NotBeEmpty();
    }
}
