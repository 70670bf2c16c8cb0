using FlumeSharp.Integration.Tests.Agent;
using FlumeSharp.Integration.Tests.Guide;
using FlumeSharp.TestKit;

namespace FlumeSharp.Integration.Tests.Commands;

/// <summary>The scripts of <c>flumesharp completion</c>, in the shells they are for.</summary>
[Category("Integration")]
public sealed class CompletionTests
{
    // What stands on the line, and what the shell makes of its last word.
    private static readonly TestCaseData[] Lines =
    [
        new("flumesharp val", "validate"),
        new("flumesharp validate --form", "--format"),
        new("flumesharp validate --format sar", "sarif"),
        new("flumesharp channel exp", "export"),
        new("flumesharp channel export --outp", "--output"),
        new("flumesharp components hd", "hdfs"),
        new("flumesharp completion fi", "fish"),
        new("flumesharp agent -f flume.conf -n ed", "edge"),
        new("flumesharp fmt flum", "flume.conf"),
        new("flumesharp agent --plugins-path fold", "folder/"),
    ];

    private TempFolder _folder = null!;

    [OneTimeSetUp]
    public async Task MakeFolder()
    {
        _folder = new TempFolder();
        await File.WriteAllTextAsync(_folder.File("flume.conf"), "# c\nedge.sources = r1\n  edge.channels=c1\n");
        Directory.CreateDirectory(_folder.File("folder"));
        foreach (var shell in new[] { "bash", "zsh", "fish" })
        {
            var script = await FlumeSharpCommand.RunAsync(["completion", shell]);
            script.ExitCode.Should().Be(0);
            await File.WriteAllBytesAsync(_folder.File($"complete.{shell}"), script.Output);
        }
    }

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCaseSource(nameof(Lines))]
    public async Task Bash_completes(string line, string word)
    {
        var words = line.Split(' ');
        var run = await Run("bash", $"source ./complete.bash; COMP_WORDS=({string.Join(' ', words)}); COMP_CWORD={words.Length - 1}; _flumesharp; printf '%s\\n' \"${{COMPREPLY[@]}}\"");

        run.Split('\n').Select(static reply => reply.TrimEnd('/')).Should().Equal(word.TrimEnd('/'), "");
    }

    [Test]
    public async Task Bash_proposes_all_commands_and_all_switches_of_one()
    {
        var verbs = await Run("bash", "source ./complete.bash; complete -p flumesharp; COMP_WORDS=(flumesharp ''); COMP_CWORD=1; _flumesharp; echo \"${COMPREPLY[@]}\"");
        var switches = await Run("bash", "source ./complete.bash; COMP_WORDS=(flumesharp graph -); COMP_CWORD=2; _flumesharp; echo \"${COMPREPLY[@]}\"");

        verbs.Should().StartWith("complete -F _flumesharp flumesharp\n").And.ContainAll("agent", "validate", "explain", "graph", "fmt", "migrate", "components", "completion").And.NotContain("docs");
        switches.Split(' ', '\n').Should().Contain(["--name", "-n", "--format", "--output", "-o", "--help"]);
    }

    [TestCaseSource(nameof(Lines))]
    public async Task Fish_completes(string line, string word)
    {
        Script.Require("fish", "fish");

        var run = await Run("fish", $"source ./complete.fish; complete -C '{line}'");

        run.TrimEnd().Split('\n').Select(static reply => reply.Split('\t')[0]).Should().Equal(word);
    }

    // A zsh at a terminal of its own gets the line and a tab, and what it makes of them is read off the terminal.
    [TestCaseSource(nameof(Lines))]
    public async Task Zsh_completes(string line, string word)
    {
        Script.Require("zsh", "zsh");

        var run = await Run("zsh", $$"""
            zmodload zsh/zpty
            zpty inner 'TERM=dumb zsh -f -i'
            zpty -w inner "unsetopt prompt_cr prompt_sp; PS1=; autoload -Uz compinit && compinit -D -u; source ./complete.zsh; echo REA''DY"
            zpty -r inner out '*READY*'
            zpty -w -n inner $'{{line}}\t'
            zpty -r -m inner out '*{{Beginning(line)}}{{word}}*'
            print -r -- "$out"
            zpty -d inner
            """);

        run.Should().Contain(Beginning(line) + word);
    }

    private static string Beginning(string line) => line[..(line.LastIndexOf(' ') + 1)];

    private async Task<string> Run(string shell, string code) =>
        (await Script.RunAsync("env", ["-C", _folder.Path, shell, "-c", code], new Dictionary<string, string?> { ["HOME"] = _folder.Path })).ShouldEndWith(0).Output;
}
