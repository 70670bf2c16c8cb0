using System.Text.Json;
using System.Text.RegularExpressions;

namespace FlumeSharp.Configuration;

/// <summary>Results recorded from Java Flume 1.11.0, one JSON object per line.</summary>
internal static partial class Golden
{
    private static readonly string _folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Configuration", "Golden");

    public static IEnumerable<TestCaseData> Cases(string table)
        => File.ReadLines(Path.Combine(_folder, table)).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(golden => new TestCaseData(golden).SetArgDisplayNames(golden.GetProperty("id").GetString()!, golden.GetProperty("note").GetString()!));

    /// <summary>The environment in which the tables were made.</summary>
    public static ConfigurationEnvironment Environment { get; } = new()
    {
        Variables = Map(JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "properties-environment.json"))).RootElement),
        SystemProperties = new Dictionary<string, string>(StringComparer.Ordinal) { ["golden.prop"] = "sysval" },
        Platform = new Dictionary<string, string>(StringComparer.Ordinal) { ["version"] = "Java version 17.0.15" },
        TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero)),
        Encoding = PropertiesEncoding.Latin1,
    };

    public static List<PropertiesDocument> Documents(JsonElement golden, PropertiesEncoding encoding = PropertiesEncoding.Latin1)
        => golden.GetProperty("files64").EnumerateArray()
            .Select((file, i) => PropertiesReader.Read($"{i}.conf", file.GetBytesFromBase64(), encoding)).ToList();

    public static Dictionary<string, string> Map(JsonElement json)
        => json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);

    public static List<string> Strings(JsonElement json) => json.EnumerateArray().Select(item => item.GetString()!).ToList();

    /// <summary>True when Java left a reference to a key that is there, because that key comes later in hash order.</summary>
    public static bool IsLeftToHashOrder(string value, Dictionary<string, string> all)
        => Reference().Matches(value).Any(match => all.ContainsKey(match.Groups["key"].Value));

    [GeneratedRegex(@"\$\{([^{}:]+:)?(?<key>[^{}:]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    /// <summary>Flume's spelling of an error type.</summary>
    public static string Spell(FlumeErrorType type)
        => string.Concat(type.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
}
