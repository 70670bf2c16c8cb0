using System.Text;
using System.Text.Json;
using FlumeSharp.Agent.Documents;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands.Validate;

public sealed class ReportTests
{
    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("a1.channels.c1.capacty = 10", "capacty", TestName = "An unknown key")]
    [TestCase("a1.sinks.k1.batchSize =   many", "many", TestName = "A value that is no number")]
    [TestCase("  a1.sources.r1.channels = c1 c9", "c9", TestName = "A name in a list")]
    [TestCase("a1.sinks.k1.channel = \\\n      c7", "c7", TestName = "A value on a line of its own")]
    [TestCase("a1.sinks.k2.type = null", "a1.sinks.k2", TestName = "A component that is not listed")]
    [TestCase("a1.sinks.k1.logEveryNEvents = ${nosuch}", "${nosuch}", TestName = "A reference")]
    [TestCase("a1.sinks.k1.数据 = 漢字", "数据", TestName = "Wide characters")]
    public async Task A_caret_line_marks_the_characters_meant(string line, string marked)
    {
        var run = await Validate("text", line);

        var lines = run.Output.Split('\n');
        var carets = Array.FindIndex(lines, static text => text.TrimStart().StartsWith('|') && text.Contains('^', StringComparison.Ordinal));
        var at = lines[carets].IndexOf('^', StringComparison.Ordinal);
        var shown = string.Concat(lines[carets - 1].Select(static c => c > '\u2e80' ? $"{c}\0" : $"{c}"));
        shown.Substring(at, lines[carets].Length - at).Replace("\0", "", StringComparison.Ordinal).Should().Be(marked);
        lines[carets - 2].Should().MatchRegex(@"flume\.conf:\d+:\d+: (error|warning) FS\d+: ");
    }

    [Test]
    public async Task A_secret_is_masked_in_the_source_line()
    {
        var run = await Validate("text", "a1.sinks.k1.pasword.token = hunter2", "a1.sinks.k1.command = run --password=hunter2 x", "a1.sinks.k1.uri = s3a://me:hunter2@bucket/");

        run.Output.Should().NotContain("hunter2").And.Contain("******").And.Contain("s3a://******@bucket/");
    }

    [Test]
    public async Task Json_has_each_problem_with_its_place()
    {
        var run = await Validate("json", "a1.sinks.k1.batchSize = many");

        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("errors").GetInt32().Should().Be(1);
        var problem = json.RootElement.GetProperty("problems").EnumerateArray().Single();
        problem.GetProperty("code").GetString().Should().Be("FS2002");
        problem.GetProperty("line").GetInt32().Should().Be(9);
        problem.GetProperty("column").GetInt32().Should().Be(25);
        problem.GetProperty("endColumn").GetInt32().Should().Be(29);
        problem.GetProperty("remedy").GetString().Should().Contain("whole number");
        run.ExitCode.Should().Be(ExitCodes.Usage);
    }

    [Test]
    public async Task Sarif_names_rules_results_and_regions()
    {
        var run = await Validate("sarif", "a1.sinks.k1.batchSize = many");

        using var sarif = JsonDocument.Parse(run.Output);
        sarif.RootElement.GetProperty("version").GetString().Should().Be("2.1.0");
        var one = sarif.RootElement.GetProperty("runs")[0];
        var rule = one.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0];
        rule.GetProperty("id").GetString().Should().Be("FS2002");
        rule.GetProperty("shortDescription").GetProperty("text").GetString().Should().Be("Value of the wrong kind");
        var result = one.GetProperty("results")[0];
        result.GetProperty("ruleId").GetString().Should().Be("FS2002");
        result.GetProperty("level").GetString().Should().Be("error");
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath.Should().Be(_folder.File("flume.conf"));
        place.GetProperty("region").GetProperty("startLine").GetInt32().Should().Be(9);
        place.GetProperty("region").GetProperty("startColumn").GetInt32().Should().Be(25);
    }

    [Test]
    public async Task GitHub_gets_workflow_commands_with_its_escapes()
    {
        var run = await Validate("github", "a1.sinks.k1.batchSize = 100%", "a1.channels.c1.capacty = 1");

        run.Output.Split('\n')[0].Should().Be(
            $"::error file={_folder.File("flume.conf")},line=9,col=25,endColumn=29,title=FS2002::Sink 'k1' (null): 'batchSize' must be a whole number but is '100%25'; set it to a whole number");
        run.Output.Split('\n')[1].Should().StartWith("::warning file=");
    }

    [Test]
    public async Task Each_file_that_is_named_is_a_configuration_of_its_own()
    {
        await File.WriteAllTextAsync(_folder.File("one.conf"), Frame.Text);
        await File.WriteAllTextAsync(_folder.File("two.conf"), Frame.Text + "a1.sinks.k1.batchSize = x\n");

        var alone = await CommandRun.Of("validate", _folder.File("one.conf"), _folder.File("two.conf"));
        var merged = await CommandRun.Of("validate", "-f", _folder.File("two.conf"), "-f", _folder.File("one.conf"), "--strict");

        alone.ExitCode.Should().Be(ExitCodes.Usage);
        alone.Output.Should().Contain("two.conf:9:25: error").And.EndWith("1 error, 0 warnings in 2 files; agent a1.\n");
        merged.Output.Should().Contain("in 2 files; agent a1.");
    }

    [TestCase("abc", 3)]
    [TestCase("漢字。", 6)]
    [TestCase("ｗｉｄｅ￥", 10)]
    [TestCase("한글", 4)]
    [TestCase("e\u0301", 1, TestName = "A letter with an accent of its own")]
    [TestCase("\U0001F600✅", 4, TestName = "Pictures")]
    [TestCase("\U0001D4B3", 1, TestName = "A letter in two code units")]
    [TestCase("\U00020000", 2, TestName = "A wide character in two code units")]
    [TestCase("ｱ", 1, TestName = "Half width")]
    public void A_terminal_shows_characters_in_as_many_columns(string text, int columns) => TerminalWidth.Of(text).Should().Be(columns);

    [Test]
    public async Task Strict_says_that_warnings_count()
    {
        await File.WriteAllTextAsync(_folder.File("flume.conf"), Frame.Text + "a1.channels.c1.capacty = 1\n");

        var text = await CommandRun.Of("validate", "--strict", _folder.File("flume.conf"));
        var json = await CommandRun.Of("validate", "--strict", "--format", "json", _folder.File("flume.conf"));
        var github = await CommandRun.Of("validate", "--strict", "--format", "github", _folder.File("flume.conf"));
        var lax = await CommandRun.Of("validate", "--format", "json", _folder.File("flume.conf"));

        text.ExitCode.Should().Be(ExitCodes.Usage);
        text.Output.Should().EndWith("0 errors, 1 warning in 1 file; agent a1. Warnings count as errors here (--strict).\n");
        github.Output.Should().EndWith("::error::Warnings count as errors here (--strict)\n");
        using var strict = JsonDocument.Parse(json.Output);
        using var plain = JsonDocument.Parse(lax.Output);
        (strict.RootElement.GetProperty("strict").GetBoolean(), strict.RootElement.GetProperty("good").GetBoolean()).Should().Be((true, false));
        (plain.RootElement.GetProperty("strict").GetBoolean(), plain.RootElement.GetProperty("good").GetBoolean()).Should().Be((false, true));
    }

    [Test]
    public async Task A_file_that_is_not_there_is_one_problem()
    {
        var alone = await CommandRun.Of("validate", _folder.File("missing.conf"));
        var named = await CommandRun.Of("validate", "-n", "a1", "-f", _folder.Path);

        alone.Output.Should().StartWith($"{_folder.File("missing.conf")}: error FS1001: ").And.EndWith("\n1 error, 0 warnings in 1 file; no agent.\n");
        named.Output.Should().Contain("it is a directory").And.NotContain("FS3001");
    }

    [Test]
    public async Task Standard_input_is_a_file_like_others()
    {
        var run = await ProgramRun.Of(Encoding.UTF8.GetBytes(Frame.Text + "a1.channels.c1.capacty = 1\n"), "validate", "-");

        run.ExitCode.Should().Be(ExitCodes.Ok, run.Error);
        Encoding.UTF8.GetString(run.Output).Should().Contain("-:9:16: warning FS2004: ").And.Contain("    9 | a1.channels.c1.capacty = 1\n");
        (await ProgramRun.Of(Encoding.UTF8.GetBytes(Frame.Text), "graph", "-")).ExitCode.Should().Be(ExitCodes.Ok);
    }

    [Test]
    public async Task An_unknown_format_is_refused()
    {
        var run = await Validate("xml", "");

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Error.Should().Contain("xml");
    }

    private Task<CommandRun> Validate(string format, params string[] lines)
    {
        File.WriteAllText(_folder.File("flume.conf"), Frame.Around(string.Join('\n', lines) + "\n").Replace("\n\n", "\n", StringComparison.Ordinal));
        return CommandRun.Of("validate", "--format", format, _folder.File("flume.conf"));
    }
}
