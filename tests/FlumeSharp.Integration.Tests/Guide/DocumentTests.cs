using System.Text.RegularExpressions;

namespace FlumeSharp.Integration.Tests.Guide;

/// <summary>What the README and the guide tell the first user to type.</summary>
[Category("Integration")]
public sealed partial class DocumentTests
{
    private static readonly string[] Documents =
        ["CONTRIBUTING.md", "CHANGELOG.md", "docs/operations.md", "examples/clients/README.md"];

    [Test]
    public async Task Every_bash_block_of_the_guide_works_as_printed()
    {
        await using var agent = await GuideAgent.StartAsync();
        var blocks = Blocks("docs/guide.md", "bash").ToList();

        foreach (var block in blocks)
            (await Script.BashAsync(InCheckout(block, agent), agent.Environment())).ShouldEndWith(0);

        blocks.Should().HaveCountGreaterThan(4);
        var text = string.Concat((await agent.StopAndReadAsync()).Values);
        text.Should().Contain("user logged in\n").And.Contain("first line\nsecond line\n");
        text.Split('\n').Should().HaveCountGreaterThan(50, "test-flume.sh sent 50 of them");
    }

    [Test]
    public async Task The_python_block_of_the_guide_works_as_printed()
    {
        await using var agent = await GuideAgent.StartAsync();
        var block = Blocks("docs/guide.md", "python").Should().ContainSingle().Subject;

        var run = await Script.RunAsync("python3", ["-c", block.Replace("http://localhost:44444", agent.Url, StringComparison.Ordinal)], agent.Environment());
        if (run.Errors.Contains("No module named 'requests'", StringComparison.Ordinal))
            Script.Missing("Python's package 'requests' is not installed (Debian: apt-get install python3-requests)");

        run.ShouldEndWith(0);
        var line = (await agent.StopAndReadAsync()).Values.Should().ContainSingle().Subject;
        System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(line)).Should().Contain("User clicked button");
    }

    [Test]
    public async Task The_readme_sends_an_event_and_shows_it()
    {
        await using var agent = await GuideAgent.StartAsync();
        var block = Blocks("README.md", "bash").Single(static block => block.Contains("./test-flume.sh 50", StringComparison.Ordinal));
        var folder = agent.FileSystem["file://".Length..] + "/";

        var run = await Script.BashAsync(InCheckout(block, agent).Replace(" data/", " " + folder, StringComparison.Ordinal), agent.Environment());

        run.ShouldEndWith(0).Output.Should().Contain("Landed:   50 of 50").And.Contain("\nhello\n");
    }

    [TestCaseSource(nameof(Documents))]
    public void Every_link_between_these_pages_leads_to_a_file_and_a_heading(string document)
    {
        var page = GuideFiles.Path(document);
        foreach (var target in Link().Matches(File.ReadAllText(page)).Select(static match => match.Groups[1].Value))
        {
            var (path, anchor) = target.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0 ? (target[..hash], target[(hash + 1)..]) : (target, "");
            var file = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));

            Path.Exists(file).Should().BeTrue("{0} links to {1}", document, target);
            if (anchor.Length > 0)
                Headings(file).Should().Contain(anchor, "{0} links to {1}", document, target);
        }
    }

    /// <summary>The block as typed in the repository's folder, with the test's agent in place of the one on port 44444.</summary>
    private static string InCheckout(string block, GuideAgent agent) =>
        $"set -euo pipefail; cd '{GuideFiles.Path()}'\n" + block.Replace("http://localhost:44444", agent.Url, StringComparison.Ordinal);

    private static IEnumerable<string> Blocks(string document, string language) =>
        Block().Matches(File.ReadAllText(GuideFiles.Path(document)))
            .Where(match => match.Groups[1].Value == language)
            .Select(static match => match.Groups[2].Value);

    /// <summary>The anchors of a page's headings, as GitHub makes them.</summary>
    private static IEnumerable<string> Headings(string file) =>
        Heading().Matches(File.ReadAllText(file))
            .Select(static match => NoAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?!https?:)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
