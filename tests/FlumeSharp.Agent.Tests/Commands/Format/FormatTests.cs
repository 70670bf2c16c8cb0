using System.Runtime.Versioning;
using System.Text;
using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Configuration;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands.Format;

public sealed class FormatTests
{
    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("\n\n  a1.sources:r1   \n\n\n# note  \n! other\na1.channels   c1\na1.sinks=k1", "a1.sources = r1\n\n# note\n! other\na1.channels = c1\na1.sinks = k1\n")]
    [TestCase("a1.sources = r1 \\\n r2 \\\n\t\tr3", "a1.sources = r1 \\\n    r2 \\\n    r3\n")]
    [TestCase("a1.sinks.k1.x=\\\n  long", "a1.sinks.k1.x = \\\n    long\n")]
    [TestCase("a1.sinks.k1.x = kept\\ ", "a1.sinks.k1.x = kept\\ \n")]
    [TestCase("dir = /a \nb = ${dir}/b", "dir = /a \nb = ${dir}/b\n")]
    [TestCase("a1.sinks.k1.x\n", "a1.sinks.k1.x =\n")]
    [TestCase("a=b\r\nc=d\r\n", "a = b\r\nc = d\r\n")]
    [TestCase("a = b\\\n\nc = d", "a = b\n\nc = d\n")]
    [TestCase("a=b\r\nc=d\ne=f \\\r  g\r\n\n\rh=i", "a = b\r\nc = d\ne = f \\\r    g\r\n\nh = i\r\n", TestName = "Each line keeps its own end")]
    [TestCase("", "")]
    public void It_has_one_layout(string text, string formatted) => Format(text).Should().Be(formatted);

    [Test]
    public void Formatting_twice_changes_nothing_more_and_the_meaning_stays()
    {
        var random = new Random(11);
        for (var i = 0; i < 4_000; i++)
        {
            CheckMeaning(RandomText.Next(random));
        }
    }

    [Test]
    public void The_configurations_in_the_wild_keep_their_meaning()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Shared("corpus", "the collection of real configurations is not there"), "*.conf"))
        {
            CheckMeaning(PropertiesSyntax.Decode(File.ReadAllBytes(file), PropertiesEncoding.Automatic).Text);
        }
    }

    [Test]
    public async Task Check_names_files_that_are_laid_out_otherwise()
    {
        await File.WriteAllTextAsync(_folder.File("good.conf"), "a = b\n");
        await File.WriteAllTextAsync(_folder.File("bad.conf"), "a=b\n");

        var good = await CommandRun.Of("fmt", "--check", _folder.File("good.conf"));
        var both = await CommandRun.Of("fmt", "--check", _folder.File("good.conf"), _folder.File("bad.conf"));

        good.Should().Be(new CommandRun(ExitCodes.Ok, "", ""));
        both.Should().Be(new CommandRun(ExitCodes.Failure, _folder.File("bad.conf") + "\n", ""));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    public async Task Write_rewrites_a_file_in_its_encoding_and_keeps_its_mode()
    {
        var file = _folder.File("flume.conf");
        await File.WriteAllBytesAsync(file, Encoding.Latin1.GetBytes("# für\na=b\n"));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var run = await CommandRun.Of("fmt", "--write", file);

        run.ExitCode.Should().Be(ExitCodes.Ok);
        (await File.ReadAllBytesAsync(file)).Should().Equal(Encoding.Latin1.GetBytes("# für\na = b\n"));
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().ContainSingle();
    }

    [Test]
    public async Task Without_a_switch_the_text_goes_to_standard_output_and_the_file_stays()
    {
        await File.WriteAllTextAsync(_folder.File("flume.conf"), "a=b");

        var run = await CommandRun.Of("fmt", _folder.File("flume.conf"));

        run.Output.Should().Be("a = b\n");
        (await File.ReadAllTextAsync(_folder.File("flume.conf"))).Should().Be("a=b");
    }

    [TestCase("# f\u00fcr\na=b\n", "# f\u00fcr\na = b\n", "iso-8859-1")]
    [TestCase("\ufeff# f\u00fcr\na=b\n", "\ufeff# f\u00fcr\na = b\n", "utf-8")]
    public async Task Standard_output_has_the_bytes_that_write_would_write(string text, string formatted, string encoding)
    {
        var bytes = Encoding.GetEncoding(encoding).GetBytes(text);
        await File.WriteAllBytesAsync(_folder.File("flume.conf"), bytes);
        using var output = new MemoryStream();
        await using var writer = new StreamWriter(output);

        var code = await CommandLine.RunAsync(["fmt", _folder.File("flume.conf")], writer, TextWriter.Null);
        var program = await ProgramRun.Of(bytes, "fmt", "-");

        code.Should().Be(ExitCodes.Ok);
        output.ToArray().Should().Equal(Encoding.GetEncoding(encoding).GetBytes(formatted));
        program.Output.Should().Equal(output.ToArray(), program.Error);
    }

    [Test]
    public async Task A_misspelt_switch_is_no_file()
    {
        var run = await CommandRun.Of("fmt", "--chek", "flume.conf");

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Error.Should().Contain("Unrecognized option: --chek; did you mean --check?");
    }

    [Test]
    public async Task A_directory_is_called_one()
    {
        var run = await CommandRun.Of("fmt", _folder.Path);

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Error.Should().Be($"flumesharp: Configuration file '{_folder.Path}' cannot be read: it is a directory\n");
    }

    [Test]
    public async Task A_file_that_cannot_be_read_as_a_configuration_is_left_alone()
    {
        await File.WriteAllTextAsync(_folder.File("flume.conf"), "a = \\users\n");

        var run = await CommandRun.Of("fmt", "--write", _folder.File("flume.conf"), _folder.File("missing.conf"));

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Error.Should().Contain("\\users").And.Contain("missing.conf");
        (await File.ReadAllTextAsync(_folder.File("flume.conf"))).Should().Be("a = \\users\n");
    }

    private static string Format(string text) => PropertiesFormatter.Format(PropertiesSyntax.Parse(text));

    private static void CheckMeaning(string text)
    {
        var before = PropertiesReader.ReadText("f", text);
        if (before.Problems.Count > 0)
        {
            return;
        }

        var once = Format(text);
        Format(once).Should().Be(once, text);
        Meaning(once).Should().Equal(Meaning(text), $"{text}\n---\n{once}");
        Comments(once).Should().Equal(Comments(text));
    }

    private static IEnumerable<string> Comments(string text) =>
        PropertiesSyntax.Parse(text).Items.Where(static item => item.Kind == SyntaxKind.Comment).Select(static item => item.Text);

    // Everything the agent could know of the file, but for the lines.
    private static IEnumerable<string> Meaning(string text)
    {
        var configuration = FlumeConfiguration.Parse(text);
        return
        [
            .. configuration.DeclaredAgentNames,
            .. configuration.Properties.Select(static property => $"{property.Key} = {property.Value}"),
            .. configuration.Agents.Values.SelectMany(static agent => agent.Sources.Concat(agent.Channels).Concat(agent.Sinks).Concat(agent.SinkGroups)).Select(static component => $"{component.Kind} {component.Name} {component.Type} {string.Join(',', component.Properties.Keys)}"),
            .. configuration.Problems.Select(static problem => problem.Code).Order(StringComparer.Ordinal),
        ];
    }
}
