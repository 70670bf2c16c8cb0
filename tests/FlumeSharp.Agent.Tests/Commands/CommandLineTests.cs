using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands;

public sealed class CommandLineTests
{
    [TestCase("agent")]
    [TestCase("validate")]
    [TestCase("reload")]
    [TestCase("explain")]
    [TestCase("graph")]
    [TestCase("fmt")]
    [TestCase("migrate")]
    [TestCase("completion")]
    [TestCase("components")]
    [TestCase("fs")]
    [TestCase("channel")]
    [TestCase("version")]
    public async Task Every_command_has_help_with_an_example(string verb)
    {
        var run = await CommandRun.Of(verb, "--help");

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Should().Contain("Example:").And.Contain($"  flumesharp {verb}");
    }

    [TestCase("agent")]
    [TestCase("validate")]
    [TestCase("graph")]
    public async Task Help_promises_no_words_for_another_program(string verb) =>
        (await CommandRun.Of(verb, "--help")).Output.Should().NotContain("Additional Arguments").And.NotContain("application that is being run");

    [Test]
    public async Task Help_lists_the_commands()
    {
        foreach (var words in new[] { new[] { "help" }, ["--help"], [] })
        {
            var run = await CommandRun.Of(words);

            run.ExitCode.Should().Be(ExitCodes.Ok);
            run.Output.Should().ContainAll("agent", "validate", "components", "fs", "version");
        }
    }

    [TestCase("agnt", "There is no command 'agnt'")]
    [TestCase("agent -f x.conf", "Missing required option: n")]
    [TestCase("agent -n a1", "No configuration was given")]
    [TestCase("agent -n a1 -f x.conf --wat", "Unrecognized option: --wat")]
    [TestCase("agent -n a1 -u http://x/ -user alice", "--conf-user and --conf-password belong together")]
    [TestCase("agent -n a1 -u https://x/ --verify-host maybe", "--verify-host must be true or false")]
    [TestCase("agent -n a1 -f x.conf --drain-timeout -1", "--drain-timeout must be between")]
    [TestCase("agent -n a1 -f x.conf --log-format xml", "--log-format must be text or json")]
    [TestCase("agent -n a1 -f x.conf --encoding ebcdic", "--encoding must be")]
    [TestCase("agent -n a1 -f x.conf -i 0", "--poll-interval must be a whole number of seconds")]
    [TestCase("agent -n a1 -f x.conf -i soon", "--poll-interval must be a whole number of seconds")]
    [TestCase("agent -n a1 -f x.conf --reload=half", "--reload must be diff or full")]
    [TestCase("reload", "Give either --pid-file or --pid")]
    [TestCase("reload --pid 1 --pid-file x", "Give either --pid-file or --pid")]
    [TestCase("fs", "Name one thing to do")]
    [TestCase("fs -ls a -cat b", "Name one thing to do")]
    [TestCase("fmt --write --check a.conf", "Either write or look")]
    [TestCase("fmt a.conf b.conf", "Several files would run into each other")]
    [TestCase("migrate --write -", "Standard input cannot be written")]
    [TestCase("graph --format pdf a.conf", "pdf")]
    [TestCase("completion tcsh", "tcsh")]
    [TestCase("validate --wat a.conf", "Unrecognized option: --wat")]
    [TestCase("explain", "No configuration was given")]
    [TestCase("explain -u file:///a.conf b.conf", "'b.conf' would not be read beside -u")]
    [TestCase("explain --wat a.conf", "Unrecognized option: --wat")]
    [TestCase("graph", "No configuration was given")]
    [TestCase("graph a.conf --wat", "Unrecognized option: --wat")]
    [TestCase("graph a.conf --fromat svg", "Unrecognized option: --fromat; did you mean --format?")]
    [TestCase("explain a.conf --plugin-paths x", "Unrecognized option: --plugin-paths; did you mean --plugins-path?")]
    [TestCase("validate --strct a.conf", "Unrecognized option: --strct; did you mean --strict?")]
    [TestCase("migrate --dif a.conf", "Unrecognized option: --dif; did you mean --diff?")]
    [TestCase("components --kind nosuch", "There is no kind 'nosuch'; there are: source, channel, sink")]
    [TestCase("graph -u http://x/ -user alice", "--conf-user and --conf-password belong together")]
    [TestCase("components nosuch", "There is no component type 'nosuch'")]
    public async Task Wrong_usage_is_explained_and_ends_with_2(string words, string says)
    {
        var run = await CommandRun.Of(words.Split(' '));

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Error.Should().Contain(says).And.Contain("--help");
    }

    [TestCase("bash")]
    [TestCase("zsh")]
    public async Task Completion_uses_no_pattern_that_only_GNU_sed_knows(string shell) =>
        (await CommandRun.Of("completion", shell)).Output.Should().Contain("sed -nE ").And.NotContain("\\|");

    [Test]
    public async Task Version_names_the_product_and_its_runtime()
    {
        var run = await CommandRun.Of("version");

        run.ExitCode.Should().Be(ExitCodes.Ok);
        run.Output.Should().MatchRegex(@"^FlumeSharp \d+\.\d+\.\d+\n").And.Contain(".NET");
    }

    [Test]
    public async Task Components_lists_what_there_is_and_the_keys_of_one()
    {
        var list = await CommandRun.Of("components");
        var page = await CommandRun.Of("components", "org.apache.flume.channel.MemoryChannel");

        list.Output.Should().MatchRegex(@"channel\s+memory\s+stable\s+built-in\s+org\.apache\.flume\.channel\.MemoryChannel").And.MatchRegex(@"source\s+seq");
        page.Output.Should().MatchRegex(@"keep-alive\s+seconds\s+3\s+How long").And.MatchRegex(@"capacity\s+number\s+100");
    }

    [Test]
    public async Task Files_go_in_and_out_of_a_file_system()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("local.txt"), "hello");
        var uri = new Uri(folder.File("remote")).AbsoluteUri;

        (await CommandRun.Of("fs", "-mkdir", uri)).ExitCode.Should().Be(ExitCodes.Ok);
        (await CommandRun.Of("fs", "-put", folder.File("local.txt"), uri)).ExitCode.Should().Be(ExitCodes.Ok);
        (await CommandRun.Of("fs", "-ls", uri)).Output.Should().MatchRegex(@"-rw.* 5 .*/remote/local\.txt");
        (await CommandRun.Of("fs", "-stat", uri + "/local.txt")).Output.Should().MatchRegex(@"length\s+5\b");
        (await CommandRun.Of("fs", "-put", folder.File("local.txt"), uri)).ExitCode.Should().Be(ExitCodes.Failure);
        (await CommandRun.Of("fs", "-put", folder.File("local.txt"), uri, "--overwrite")).ExitCode.Should().Be(ExitCodes.Ok);
        (await CommandRun.Of("fs", "-rm", uri)).Error.Should().Contain("add -r");
        (await CommandRun.Of("fs", "-rm", uri, "-r")).ExitCode.Should().Be(ExitCodes.Ok);
        Directory.Exists(folder.File("remote")).Should().BeFalse();
        (await CommandRun.Of("fs", "-stat", uri)).Should().Match<CommandRun>(run => run.ExitCode == ExitCodes.Failure && run.Error.Contains("does not exist"));
    }
}
