using System.Text.RegularExpressions;

namespace FlumeSharp.Agent.Commands;

/// <summary>The page <c>docs/reference/problems.md</c>, which the program carries with it: what each code means, an example and a cure.</summary>
internal static partial class ProblemGuide
{
    private const string Resource = "problems.md";

    private static readonly Lazy<IReadOnlyDictionary<string, ProblemGuideEntry>> Entries = new(Read);

    /// <summary>All codes.</summary>
    public static IEnumerable<ProblemGuideEntry> All => Entries.Value.Values;

    /// <summary>What the page says of a code; null when it says nothing.</summary>
    public static ProblemGuideEntry? Find(string code) => Entries.Value.GetValueOrDefault(code);

    // An image may be built without the documentation: then codes stand without their explanation.
    private static Dictionary<string, ProblemGuideEntry> Read()
    {
        using var stream = typeof(ProblemGuide).Assembly.GetManifestResourceStream(Resource);
        if (stream is null)
        {
            return [];
        }

        using var reader = new StreamReader(stream);
        return Sections().Matches(reader.ReadToEnd()).ToDictionary(
            static section => section.Groups["code"].Value,
            static section => new ProblemGuideEntry(section.Groups["code"].Value, section.Groups["title"].Value.Trim(), section.Groups["text"].Value.Trim()),
            StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"^### (?<code>FS\d{4}): (?<title>[^\n]*)\n(?<text>.*?)(?=^##|\z)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sections();
}
