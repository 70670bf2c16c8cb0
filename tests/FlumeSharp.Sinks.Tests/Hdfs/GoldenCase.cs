using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlumeSharp.Configuration;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>One recorded run of Java Flume's HDFS sink.</summary>
internal sealed partial class GoldenCase(string name)
{
    private static readonly string Root = Path.Combine(TestContext.CurrentContext.TestDirectory, "Hdfs", "Golden");

    public string Name => name;

    public JsonElement Expected { get; } = Read(Path.Combine(Root, name, "expected.json"));

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Root).Select(static d => Path.GetFileName(d)!).Order(StringComparer.Ordinal);

    public IEnumerable<Event> Events =>
        File.ReadLines(Path.Combine(Root, Read(Path.Combine(Root, name, "case.json")).GetProperty("events").GetString()!)).Select(static line =>
        {
            var json = JsonDocument.Parse(line).RootElement;
            var headers = json.GetProperty("headers").EnumerateObject().Select(static h => KeyValuePair.Create(h.Name, h.Value.GetString())).ToArray();
            return new Event(json.GetProperty("body64").GetBytesFromBase64(), EventHeaders.Create(headers));
        });

    /// <summary>The sink's keys, with a folder in the place of the case's own.</summary>
    public Dictionary<string, string> Keys(string folder)
    {
        var text = File.ReadAllText(Path.Combine(Root, name, "agent.conf")).Replace("@DIR@", folder, StringComparison.Ordinal);
        const string Prefix = "a1.sinks.k.";
        return PropertiesReader.ReadText("agent.conf", text).Entries.Where(static e => e.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(static e => e.Key[Prefix.Length..], static e => e.Value, StringComparer.Ordinal);
    }

    /// <summary>The files Java wrote, by name, without the check sums beside them.</summary>
    public Dictionary<string, byte[]> Files => FilesBelow(Path.Combine(Root, name, "out"));

    /// <summary>All files below a folder by relative name, millisecond numbers replaced as in the recordings.</summary>
    public static Dictionary<string, byte[]> FilesBelow(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var names = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(file => Path.GetRelativePath(folder, file)).Where(static file => !file.EndsWith(".crc", StringComparison.Ordinal)).ToList();
        return Mask(names).ToDictionary(static pair => pair.Masked, pair => File.ReadAllBytes(Path.Combine(folder, pair.Name)), StringComparer.Ordinal);
    }

    public static List<string> Strings(JsonElement list) => list.EnumerateArray().Select(static item => item.GetString()!).ToList();

    // The numbers of one directory count from its smallest one.
    private static IEnumerable<(string Name, string Masked)> Mask(List<string> names) =>
        names.GroupBy(static name => Number().Match(name) is { Success: true } match ? name[..match.Index] : name, StringComparer.Ordinal).SelectMany(static group =>
        {
            var first = group.Min(static name => Value(name));
            return group.Select(name => (name, Number().Replace(name, match => $".MS+{(Value(name) - first).ToString(CultureInfo.InvariantCulture)}")));
        });

    private static long Value(string name) =>
        Number().Match(name) is { Success: true } match ? long.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture) : 0;

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement;

    [GeneratedRegex(@"\.\d{13}")]
    private static partial Regex Number();
}
