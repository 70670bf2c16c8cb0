using System.Text.RegularExpressions;

namespace FlumeSharp.Configuration;

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

    [TestCaseSource(nameof(Examples))]
    public void An_example_has_the_problem_it_explains(string code, string example)
        => new[] { example, Samples.Complete + example }.Should().Contain(
            text => FlumeConfiguration.Parse(text, null, "flume.conf").Problems.Any(problem => problem.Code == code));

    /// <summary>The examples about files; those of options and plans need components.</summary>
    private static IEnumerable<TestCaseData> Examples()
        => Example().Matches(File.ReadAllText(Path.Combine(_root.FullName, "docs", "reference", "problems.md")))
            .Select(match => new TestCaseData(match.Groups[1].Value, match.Groups[2].Value))
            .Where(example => (string)example.Arguments[0]! is not (ProblemCodes.FileUnreadable or ProblemCodes.Utf16File or ProblemCodes.ReferenceTooLarge
                or ProblemCodes.UriUnreadable or ProblemCodes.UnsupportedFormat or ProblemCodes.BackupUsed or ProblemCodes.BackupNotWritten or ProblemCodes.AmbiguousOverlay));

    [GeneratedRegex("^### (FS1[0-9]{3}):.*?```properties\n(.*?)```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Example();

    [GeneratedRegex("\"(FS[0-9]{4})\"", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("^### (FS[0-9]{4}):", RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();
}
