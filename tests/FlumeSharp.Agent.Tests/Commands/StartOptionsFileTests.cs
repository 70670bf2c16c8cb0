using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Commands;

public sealed class StartOptionsFileTests
{
    [Test]
    public void Switches_of_the_file_count_where_the_command_line_gives_none()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("flume.opts"), """
            # As Flume documents them: long or short names.
            name = from-file
            f = /etc/flume/a.conf
            conf-user: alice
            --poll-interval = 5
            no-reload-conf = Yes
            strict = false
            """);

        Complete(folder, ["-n", "a1"], out var problems).Should().Equal(
            "agent", "-c", folder.Path, "-n", "a1", "--conf-file=/etc/flume/a.conf", "--conf-user=alice", "--poll-interval=5", "--no-reload-conf");
        problems.Should().BeEmpty();

        Complete(folder, ["--name=a2", "--conf-file", "x.conf", "-i", "7"], out _).Should().NotContain(word => word.StartsWith("--conf-file=", StringComparison.Ordinal)
            || word.StartsWith("--poll-interval=", StringComparison.Ordinal) || word == "--name=from-file");
    }

    [Test]
    public void Every_switch_of_an_agent_is_known_but_those_that_only_a_command_line_has()
    {
        using var folder = new TempFolder();
        foreach (var option in new AgentOptions().OfAgent.Where(static option => option.Name is not ("--conf" or "--classpath" or "--dryrun" or "-D" or FlumeArguments.JvmFlag)))
        {
            File.WriteAllText(folder.File("flume.opts"), $"{option.Name.TrimStart('-')} = true\n");

            Complete(folder, [], out var problems).Should().EndWith(option.Name + (option.ValueType == typeof(bool) ? "" : "=true"));
            problems.Should().BeEmpty();
        }

        File.WriteAllText(folder.File("flume.opts"), "pid-file = /run/a1.pid\nreload = full\ndryrun = true\n");
        Complete(folder, [], out var refused).Should().EndWith(["--pid-file=/run/a1.pid", "--reload=full"]);
        refused.Should().ContainSingle().Which.Should().Contain("dryrun");
    }

    [Test]
    public void Of_two_lines_the_later_counts_and_an_unknown_one_is_fatal()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("flume.opts"), "conf-file = a.conf\nconf-file = b.conf\nwat = 1\n");

        Complete(folder, [], out var problems).Should().Contain("--conf-file=b.conf").And.NotContain("--conf-file=a.conf");
        problems.Should().ContainSingle().Which.Should().Contain("flume.opts:3: wat");
    }

    [Test]
    public void The_file_of_the_system_wins_over_that_of_the_configuration_folder()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("flume.opts"), "name = conf\n");
        File.WriteAllText(folder.File("system.opts"), "name = system\n");

        StartOptionsFile.Complete(["node", "--conf=" + folder.Path], [], folder.File("system.opts")).Should().EndWith("--name=system");
        StartOptionsFile.Complete(["node", "--conf=" + folder.Path], [], folder.File("no.opts")).Should().EndWith("--name=conf");
        StartOptionsFile.Complete(["validate", "--conf=" + folder.Path], [], folder.File("system.opts")).Should().HaveCount(2);
        StartOptionsFile.Complete(["agent"], [], folder.File("no.opts")).Should().HaveCount(1);
    }

    [Test]
    public void The_example_of_its_page_is_accepted_as_it_is_printed()
    {
        using var folder = new TempFolder();
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "configuration-sources.md"));
        File.WriteAllText(folder.File("flume.opts"), page[page.IndexOf("## flume.opts", StringComparison.Ordinal)..].Split("```")[1]);

        var words = Complete(folder, [], out var problems);
        var options = new AgentOptions();
        var command = new System.CommandLine.Command("agent");
        foreach (var option in options.OfAgent)
        {
            command.Add(option);
        }

        options.Read(command.Parse([.. words.Skip(1)]), needsName: true, problems).Should().NotBeNull(string.Join('\n', problems));
    }

    [Test]
    public async Task An_agent_reads_it()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("flume.opts"), "wat = 1\n");

        var run = await CommandRun.Of("agent", "-c", folder.Path, "-n", "a1");

        run.ExitCode.Should().Be(ExitCodes.Usage);
        run.Error.Should().Contain("Unrecognized option in").And.Contain("flume.opts:1: wat");
    }

    private static IReadOnlyList<string> Complete(TempFolder folder, string[] words, out List<string> problems)
        => StartOptionsFile.Complete(["agent", "-c", folder.Path, .. words], problems = [], folder.File("no.opts"));
}
