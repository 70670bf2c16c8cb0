using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Guide;

/// <summary>Every configuration of conf/ runs by the command that its own first lines name.</summary>
[Category("Integration")]
public sealed partial class ShippedConfigurationTests
{
    private static IEnumerable<string> Configurations =>
        new[] { "conf", "conf/examples" }
            .SelectMany(static folder => Directory.EnumerateFiles(GuideFiles.Path(folder)))
            .Where(static file => file.EndsWith(".conf", StringComparison.Ordinal) || file.EndsWith(".properties.template", StringComparison.Ordinal))
            .Select(static file => Path.GetRelativePath(Repository.Root, file))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Configurations))]
    public async Task It_has_no_problem(string name)
    {
        using var folder = new TempFolder();
        var files = FilesOf(Command(name), name, folder).SelectMany(static file => new[] { "-f", file });

        var run = await Script.RunAsync(AgentProcess.Executable, ["validate", "--strict", .. files], Alone(folder));

        run.ShouldEndWith(0).Output.Should().Contain("0 errors, 0 warnings");
    }

    [TestCaseSource(nameof(Configurations))]
    public async Task It_runs_by_the_command_it_names(string name)
    {
        using var folder = new TempFolder();
        var command = Command(name);
        var files = FilesOf(command, name, folder).ToList();
        var arguments = command.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var (given, file) in GivenFiles(command).Zip(files))
            arguments[arguments.IndexOf(given)] = file;
        arguments.AddRange(["-f", FreePorts(files, folder), "-Dflume.monitoring.port=0"]);
        var start = new ProcessStartInfo(AgentProcess.Executable, ["agent", .. arguments]) { WorkingDirectory = folder.Path };
        foreach (var (variable, value) in Alone(folder))
            start.Environment[variable] = value;
        await using var agent = AgentProcess.Start(start);

        await agent.SaysAsync(" is ready: ");
        agent.Signal(AgentProcess.SigTerm);

        (await agent.ExitAsync()).Should().Be(0);
        agent.Output.Should().NotContain("ERROR").And.NotContain("WARN");
    }

    [Test]
    public async Task The_settings_template_is_bash_and_changes_nothing_until_it_is_edited()
    {
        var template = GuideFiles.Path("conf", "flume-env.sh.template");

        var run = await Script.BashAsync($"set -euo pipefail; a=$(env); . '{template}'; [ \"$a\" = \"$(env)\" ]", new Dictionary<string, string?>());

        run.ShouldEndWith(0);
    }

    /// <summary>The arguments of the line <c># … bin/flumesharp agent …</c> at the top of a file.</summary>
    private static string Command(string name)
    {
        var found = CommandLine().Match(File.ReadAllText(GuideFiles.Path(name)));
        found.Success.Should().BeTrue($"the first lines of {name} show the command that runs it: '# bin/flumesharp agent -f {name} -n …'");
        return found.Groups[1].Value;
    }

    private static IEnumerable<string> GivenFiles(string command) =>
        FileArgument().Matches(command).Select(static match => match.Groups[1].Value);

    /// <summary>The files of a command; one that is not in the repository stands for a copy of the file that names it.</summary>
    private static IEnumerable<string> FilesOf(string command, string name, TempFolder folder)
    {
        foreach (var given in GivenFiles(command))
        {
            var file = GuideFiles.Path(given);
            if (!File.Exists(file))
                File.Copy(GuideFiles.Path(name), file = folder.File(given), overwrite: true);
            yield return file;
        }
    }

    /// <summary>A file that moves every port of the given ones to a free one of this machine alone.</summary>
    private static string FreePorts(IEnumerable<string> files, TempFolder folder)
    {
        var moved = new StringBuilder();
        foreach (var (text, port) in files.Select(File.ReadAllText).SelectMany(static text => Port().Matches(text).Select(port => (text, port))))
        {
            // The syslog sources have another name for the address, and one has another for the port.
            var (source, key) = (port.Groups[1].Value, port.Groups[2].Value);
            var address = text.Contains($"{source}.host ", StringComparison.Ordinal) ? "host" : "bind";
            moved.Append(CultureInfo.InvariantCulture, $"{source}.{key} = 0\n{source}.{address} = 127.0.0.1\n");
        }

        var path = folder.File("free-ports.conf");
        File.WriteAllText(path, moved.ToString());
        return path;
    }

    /// <summary>An environment in which nothing is written outside the test's folder.</summary>
    private static Dictionary<string, string?> Alone(TempFolder folder) => new(StringComparer.Ordinal)
    {
        ["HOME"] = folder.Path,
        ["FLUME_HOME"] = folder.Path,
        ["HDFS_URI"] = "file://" + folder.File("data"),
        ["FLUME_CHANNEL_KEY"] = new string('5', 64),
    };

    [GeneratedRegex(@"^#.*?\bbin/flumesharp agent (.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"(?<!\S)-f (\S+)")]
    private static partial Regex FileArgument();

    [GeneratedRegex(@"^([^#\s]+\.sources\.[^.\s]+)\.(ports?)\s*=", RegexOptions.Multiline)]
    private static partial Regex Port();
}
