using System.Text.RegularExpressions;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Components;

/// <summary>
/// The tables of keys in the reference pages. They stand between two comments of a page and are made from the code; everything around
/// them is written by hand.
/// </summary>
internal sealed partial class ReferencePages(ComponentRegistry registry, string folder)
{
    private const string End = "<!-- end of keys -->";

    // Each of these has a page; what only another component names may be described on that one's page.
    private static readonly ComponentKind[] WithPages =
        [ComponentKind.Source, ComponentKind.Channel, ComponentKind.Sink, ComponentKind.SinkProcessor, ComponentKind.Selector, ComponentKind.Interceptor, ComponentKind.ConfigFilter];

    private readonly Dictionary<string, string> _pages = Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).ToDictionary(static file => file, File.ReadAllText, StringComparer.Ordinal);

    /// <summary>What a person has to do, such as writing a page that is missing.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>The pages whose tables are not what the code says, with their right text.</summary>
    public IReadOnlyDictionary<string, string> Stale()
    {
        var stale = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var component in registry.All.Where(static component => component.Origin == "built-in"))
        {
            if (!_pages.Values.Any(page => HasSection(page, component)))
            {
                AddSection(component);
            }
        }

        foreach (var (file, text) in _pages.ToList())
        {
            var right = Sections().Replace(text, section => Render(file, section));
            if (!string.Equals(right, File.ReadAllText(file), StringComparison.Ordinal))
            {
                stale[file] = right;
            }
        }

        return stale;
    }

    private static bool HasSection(string page, ComponentDescriptor component) => Sections().Matches(page).Any(section => IsOf(section, component));

    private static bool IsOf(Match section, ComponentDescriptor component) =>
        string.Equals(section.Groups["kind"].Value, component.Kind.ToString(), StringComparison.OrdinalIgnoreCase)
        && string.Equals(section.Groups["name"].Value, component.DisplayName, StringComparison.OrdinalIgnoreCase);

    private static string Begin(ComponentDescriptor component) =>
        $"<!-- keys: {component.Kind.ToString().ToLowerInvariant()} {component.DisplayName} (made by eng/docs.sh from the doc comments of the options; do not edit) -->";

    private string Render(string file, Match section)
    {
        if (registry.All.FirstOrDefault(component => IsOf(section, component)) is { } component)
        {
            return $"{Begin(component)}\n{ComponentMarkdown.KeysOf(component)}{End}";
        }

        Complaints.Add($"{file}: there is no {section.Groups["kind"].Value} '{section.Groups["name"].Value}'; remove the section of its keys, or correct its name.");
        return section.Value;
    }

    // A page written by hand gets its section where its table of keys was, else below its heading 'Keys', else before its second heading.
    private void AddSection(ComponentDescriptor component)
    {
        var file = PageOf(component);
        if (file is null)
        {
            if (WithPages.Contains(component.Kind) || component.Options is not null)
            {
                Complaints.Add(WithPages.Contains(component.Kind)
                    ? $"The {component.Kind.ToString().ToLowerInvariant()} '{component.DisplayName}' has no page: write {folder}/{FolderOf(component.Kind)}/{component.DisplayName}.md, then run eng/docs.sh."
                    : $"The keys of the {component.Kind.ToString().ToLowerInvariant()} '{component.DisplayName}' stand on no page: put the lines '{Begin(component)}' and '{End}' where they belong, then run eng/docs.sh.");
            }

            return;
        }

        var text = _pages[file];
        var section = $"{Begin(component)}\n{End}\n";
        if (KeyTable().Match(text) is { Success: true } table)
        {
            text = text[..table.Index] + section + text[(table.Index + table.Length)..];
        }
        else if (text.IndexOf("\n## Keys\n", StringComparison.Ordinal) is >= 0 and var heading)
        {
            text = text.Insert(heading + "\n## Keys\n".Length, section);
        }
        else
        {
            var next = text.IndexOf("\n## ", StringComparison.Ordinal);
            text = next < 0 ? $"{text.TrimEnd('\n')}\n\n## Keys\n{section}" : text.Insert(next + 1, $"## Keys\n{section}\n");
        }

        _pages[file] = text;
    }

    // SinkProcessor: sink-processors.
    private static string FolderOf(ComponentKind kind) => string.Concat(kind.ToString().Select(static (c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")) + "s";

    // docs/reference/sinks/hdfs.md, docs/reference/sink-processors/failover.md …
    private string? PageOf(ComponentDescriptor component)
    {
        var kind = component.Kind.ToString();
        return _pages.Keys.Where(file => string.Equals(Path.GetFileNameWithoutExtension(file), component.Alias, StringComparison.OrdinalIgnoreCase))
            .Select(file => (File: file, Folder: Path.GetFileName(Path.GetDirectoryName(file)!).Replace("-", "", StringComparison.Ordinal).TrimEnd('s')))
            .Where(page => page.Folder.Length > 3 && kind.EndsWith(page.Folder, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(static page => page.Folder.Length)
            .Select(static page => page.File)
            .FirstOrDefault();
    }

    [GeneratedRegex(@"<!-- keys: (?<kind>\w+) (?<name>\S+) [^\n]*-->\n(?<text>.*?)<!-- end of keys -->", RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sections();

    [GeneratedRegex(@"(^Required: [^\n]*\n\n)?^\| key \|[^\n]*\n(\|[^\n]*\n)+", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex KeyTable();
}
