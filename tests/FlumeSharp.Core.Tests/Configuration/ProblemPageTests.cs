using System.Text.RegularExpressions;

namespace FlumeSharp.Configuration;

/// <summary>The page names every code. That each example has the problem it explains is tested where the commands are.</summary>
public sealed partial class ProblemPageTests
{
    private static readonly DirectoryInfo _root = Repository.Root;

    [Test]
    public void Every_code_in_the_source_is_on_the_page_and_the_other_way_round()
    {
        var inSource = Directory.EnumerateFiles(Path.Combine(_root.FullName, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Quoted().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);
        var onPage = Heading().Matches(File.ReadAllText(Path.Combine(_root.FullName, "docs", "reference", "problems.md"))).Select(match => match.Groups[1].Value);

        onPage.Should().BeEquivalentTo(inSource.Distinct(StringComparer.Ordinal), "docs/reference/problems.md explains every code of src");
    }

    [GeneratedRegex("\"(FS[0-9]{4})\"", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("^### (FS[0-9]{4}):", RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();
}
