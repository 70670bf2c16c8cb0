using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands;

public sealed class ValidateCommandTests
{
    private const string Good = """
        a1.sources = r1
        a1.channels = c1
        a1.sinks = k1
        a1.sources.r1.type = seq
        a1.sources.r1.channels = c1
        a1.channels.c1.type = memory
        a1.sinks.k1.type = null
        a1.sinks.k1.channel = c1

        """;

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task A_good_file_passes()
    {
        var run = await Validate(Good);

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Should().Be("0 errors, 0 warnings in 1 file; agent a1.\n");
    }

    [Test]
    public async Task Every_error_is_a_line_with_place_code_and_remedy()
    {
        var run = await Validate(Good + "a1.channels.c1.capacity = 0x\na1.channels.c1.transactionCapacity = 1000\na1.sinks.k1.batchSize = many\n");

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Output.Split('\n').Should().Contain(line => line.Contains("flume.conf:11:25: error FS", StringComparison.Ordinal));
    }

    [TestCase("jdbc", "use 'file'")]
    [TestCase("JDBC", "use 'file'")]
    [TestCase("org.apache.flume.channel.jdbc.JdbcChannel", "use 'file'")]
    [TestCase("org.apache.flume.channel.PseudoTxnMemoryChannel", "use 'memory'")]
    [TestCase("org.apache.flume.channel.kafka.KafkaChannel", "available now: ")]
    public async Task A_channel_of_flume_that_is_not_here_is_not_unknown_and_the_problem_names_the_one_to_use(string type, string remedy)
    {
        var run = await Validate(Good.Replace("= memory", "= " + type, StringComparison.Ordinal));

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Output.Should().MatchRegex($@"flume\.conf:6:\d+: error FS2010: .*'{type}' of Flume is not available in this version of FlumeSharp yet.*{remedy}").And.NotContain("unknown");
    }

    [Test]
    public async Task A_serializer_of_the_wrong_sort_is_an_error_and_only_those_that_fit_are_offered()
    {
        const string Millis = "org.apache.flume.interceptor.RegexExtractorInterceptorMillisSerializer";
        const string Extractor = "a1.sources.r1.interceptors = i\na1.sources.r1.interceptors.i.type = regex_extractor\na1.sources.r1.interceptors.i.regex = (x)\n"
            + "a1.sources.r1.interceptors.i.serializers = s\na1.sources.r1.interceptors.i.serializers.s.name = h\na1.sources.r1.interceptors.i.serializers.s.type = ";

        var hdfs = await Validate(Good.Replace("= null", $"= hdfs\na1.sinks.k1.hdfs.path = /x\na1.sinks.k1.serializer = {Millis}", StringComparison.Ordinal));
        var extractor = await Validate(Good + Extractor + "text\n");
        var unknown = await Validate(Good + Extractor + "nope\n");
        var fitting = await Validate(Good + Extractor + Millis + "\na1.sources.r1.interceptors.i.serializers.s.pattern = yyyy\n");

        hdfs.ExitCode.Should().Be(ExitCodes.Usage);
        hdfs.Output.Should().MatchRegex($@"error FS2009: .*'{Millis}' is a serializer of another sort: here it must implement IEventSerializer.*available: text");
        extractor.Output.Should().MatchRegex(@"error FS2009: .*'text' is a serializer of another sort: here it must implement IRegexExtractorSerializer").And.NotContain("available: text");
        unknown.Output.Should().MatchRegex(@"error FS2009: .*available: org\.apache.*MillisSerializer, org\.apache").And.NotContain("text");
        fitting.ExitCode.Should().Be(ExitCodes.Ok, fitting.Output);
    }

    [Test]
    public async Task Warnings_alone_pass_unless_strict()
    {
        const string Misspelt = Good + "a1.channels.c1.capacty = 1000\n";

        var tolerant = await Validate(Misspelt);
        var strict = await Validate(Misspelt, "--strict");

        tolerant.ExitCode.Should().Be(ExitCodes.Ok);
        tolerant.Output.Should().MatchRegex(@"flume\.conf:9:16: warning FS\d+: .*capacty.*capacity");
        strict.ExitCode.Should().Be(ExitCodes.Usage);
    }

    [TestCase("a1.channels.c1.type = memory # note", "write 'memory'")]
    [TestCase("a1.channels.c1.type = memory\t! note", "write 'memory'")]
    [TestCase("a1.channels.c1.capacity = 1000 # note", "write '1000'")]
    [TestCase("a1.sinks.k1.batchSize = 100 # note", "write '100'")]
    [TestCase("a1.sinks.k1.channel = c1 # note", "")]
    public async Task A_comment_after_a_value_is_said_to_be_none(string line, string remedy)
    {
        var run = await Validate(Good + line + "\n", "--strict");

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Output.Should().MatchRegex($@"flume\.conf:9:\d+: (error|warning) FS\d+: .*'#' begins (a comment|one) only at the beginning of a line.*{remedy}.*move the comment to a line of its own");
    }

    [Test]
    public async Task Problems_come_in_the_order_of_the_files_and_their_lines()
    {
        File.WriteAllText(_folder.File("more.conf"), "a1.sinks.k1.batchSize = x\na1.channels.c1.capacity = x\n");
        var run = await Validate("a1.sinks.k1.nosuch = 1\na1.sources.r1.batchSize = x\na1.channels.c1.byteCapacity = x\n" + Good, "-f", _folder.File("more.conf"));

        run.Output.Split('\n').Where(static line => line.Contains(": error FS2", StringComparison.Ordinal) || line.Contains(": warning FS2", StringComparison.Ordinal))
            .Select(line => line[(_folder.Path.Length + 1)..].Split(": ")[0])
            .Should().Equal("flume.conf:1:13", "flume.conf:2:27", "flume.conf:3:31", "more.conf:1:25", "more.conf:2:27");
    }

    [Test]
    public async Task An_agent_that_is_not_there_is_an_error_that_names_those_that_are()
    {
        var run = await Validate(Good, "-n", "a2");

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Output.Should().Contain("the files define: a1");
    }

    [Test]
    public async Task All_agents_of_a_file_are_checked()
    {
        var run = await Validate(Good + Good.Replace("a1.", "b1.", StringComparison.Ordinal) + "b1.sinks.k1.batchSize = x\n");

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Output.Should().Contain("agents a1, b1.").And.Contain("flume.conf:17:25: error");
    }

    [Test]
    public async Task A_dry_run_of_the_agent_validates()
    {
        await File.WriteAllTextAsync(_folder.File("flume.conf"), Good);

        var run = await CommandRun.Of("agent", "-d", "-n", "a1", "-f", _folder.File("flume.conf"), "-b", _folder.File("backup"));

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Should().Contain("0 errors");
        Directory.Exists(_folder.File("backup")).Should().BeFalse("only what runs is worth a backup");
    }

    [Test]
    public async Task Secrets_are_not_shown()
    {
        var run = await Validate(Good + "a1.sources.r1.keystore-password = hunter2\na1.sinks.k1.token = hunter2\npassword = hunter2\n");

        run.Output.Should().NotContain("hunter2");
    }

    [TestCase("type = mask\nregex = x\nheaders = a,b c", @"warning FS\d+: .*'headers' names 'a,b', and the comma is a part of the name; write blanks")]
    [TestCase("type = json_extractor\nfields = a, b", @"warning FS\d+: .*'fields' names 'a,', and the comma is a part of the name; write blanks")]
    [TestCase("type = rate_limit\neventsPerSecond = 1\nonExceed = wait", @"error FS2002: .*must be one of reject, tag, drop but is 'wait'")]
    public async Task Values_of_an_interceptor_are_checked_in_the_words_of_its_page(string lines, string says)
    {
        var run = await Validate(Good + "a1.sources.r1.interceptors = i\n" + string.Concat(lines.Split('\n').Select(static line => $"a1.sources.r1.interceptors.i.{line}\n")));

        run.Output.Should().MatchRegex(says);
    }

    [TestCase("", true)]
    [TestCase("a1.sources.r1.selector.header = h\n", true)]
    [TestCase("a1.sources.r1.selector.mapping.x = c1\n", false)]
    [TestCase("a1.sources.r1.selector.default = c1\n", false)]
    public async Task A_multiplexing_selector_that_sends_nothing_anywhere_is_a_warning(string lines, bool isWarning)
    {
        var run = await Validate(Good + "a1.sources.r1.selector.type = multiplexing\n" + lines);

        run.ExitCode.Should().Be(ExitCodes.Ok);
        System.Text.RegularExpressions.Regex.IsMatch(run.Output, @"flume\.conf:9:\d+: warning FS\d+: .*there is no 'mapping\.…' and no 'default', so every event goes to no channel").Should().Be(isWarning, run.Output);
    }

    [Test]
    public async Task Every_configuration_in_the_wild_is_checked_and_each_problem_has_a_place()
    {
        var corpus = Repository.Shared("corpus", "the collection of real configurations is not there");
        var offenders = new List<string>();
        foreach (var file in Directory.EnumerateFiles(corpus, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith(".md", StringComparison.Ordinal)))
        {
            var run = await CommandRun.Of("validate", "-f", file);
            run.ExitCode.Should().BeOneOf([ExitCodes.Ok, ExitCodes.Usage], file);
            offenders.AddRange(run.Output.TrimEnd().Split('\n').SkipLast(1).Where(line => !System.Text.RegularExpressions.Regex.IsMatch(
                line, $"^({System.Text.RegularExpressions.Regex.Escape(file)}(:\\d+:\\d+)?: (error|warning|info) FS\\d+: | *\\d* \\| )")));
        }

        offenders.Should().BeEmpty();
    }

    private Task<CommandRun> Validate(string configuration, params string[] arguments)
    {
        File.WriteAllText(_folder.File("flume.conf"), configuration);
        return CommandRun.Of(["validate", "-f", _folder.File("flume.conf"), .. arguments]);
    }
}
