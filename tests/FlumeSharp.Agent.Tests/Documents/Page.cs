using System.Text.RegularExpressions;
using FlumeSharp.TestKit;

namespace FlumeSharp.Agent.Documents;

/// <summary>A Markdown page of the repository.</summary>
internal sealed partial record Page(string Name, string Text)
{
    /// <summary>The pages below a folder, by their names from the root of the repository.</summary>
    public static IEnumerable<Page> Below(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Of);

    public static Page Read(string name) => Of(Path.Combine(Repository.Root, name));

    /// <summary>The blocks of configuration lines.</summary>
    public IReadOnlyList<string> Configurations => [.. ConfigurationBlock().Matches(Text).Select(static block => block.Groups[1].Value)];

    /// <summary>Where the links outside of code lead to, without those that leave the repository.</summary>
    public IEnumerable<string> Links => Link().Matches(Code().Replace(Text, "")).Select(static link => link.Groups[1].Value)
        .Where(static target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    public override string ToString() => Name;

    private static Page Of(string path) => new(Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path));

    [GeneratedRegex(@"^```properties\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ConfigurationBlock();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
