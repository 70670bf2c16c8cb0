using System.Text.Json;
using FlumeSharp.Configuration;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>What Java Flume made of some files.</summary>
internal sealed class GoldenCase(string name)
{
    private readonly JsonElement _case = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, name, "case.json"))).RootElement;

    public static string Root => Path.Combine(Repository.Root, "tests", "FlumeSharp.Sources.Tests", "SpoolDirectory", "Golden");

    public static IEnumerable<string> All => Directory.EnumerateDirectories(Root).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    /// <summary>Whether the agent was ended without a stop, with the channel full.</summary>
    public bool IsHalted => _case.GetProperty("operations").EnumerateArray().Any(static o => o.GetProperty("op").GetString() == "halt");

    public IReadOnlyDictionary<string, long> Counters => _case.GetProperty("counters").EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.GetInt64());

    public IReadOnlyDictionary<string, long> FilesAfter => _case.GetProperty("filesAfter").EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.GetInt64());

    public byte[] Meta => File.ReadAllBytes(Path.Combine(Root, name, "flumespool-main.meta"));

    public Dictionary<string, string> Keys(string component, string folder)
    {
        var file = Path.Combine(Root, name, "agent.conf");
        return PropertiesReader.Read(file, File.ReadAllBytes(file)).Entries
            .Where(entry => entry.Key.StartsWith(component, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[component.Length..], entry => entry.Value.Replace("@DIR@", folder, StringComparison.Ordinal));
    }

    public void WriteFiles(string folder)
    {
        foreach (var write in _case.GetProperty("operations").EnumerateArray().Where(static o => o.GetProperty("op").GetString() == "write"))
        {
            var path = Path.Combine(folder, write.GetProperty("file").GetString()!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, write.GetProperty("data64").GetBytesFromBase64());
            if (write.TryGetProperty("mtime", out var changed))
            {
                File.SetLastWriteTimeUtc(path, DateTimeOffset.FromUnixTimeMilliseconds(changed.GetInt64()).UtcDateTime);
            }
        }
    }

    public IReadOnlyList<string> Events(string folder) =>
    [
        .. File.ReadLines(Path.Combine(Root, name, "events.ndjson")).Where(static line => line.Length > 0).Select(line =>
        {
            var item = JsonDocument.Parse(line).RootElement;
            return Text(
                item.GetProperty("headers").EnumerateObject().Select(h => KeyValuePair.Create(h.Name, h.Value.GetString()?.Replace("@DIR@", folder, StringComparison.Ordinal))),
                item.GetProperty("body64").GetString()!);
        }),
    ];

    public static string TextOf(Event item) => Text(item.Headers, Convert.ToBase64String(item.Body.Span));

    private static string Text(IEnumerable<KeyValuePair<string, string?>> headers, string body) =>
        $"{string.Join(", ", headers.OrderBy(static h => h.Key, StringComparer.Ordinal).Select(static h => $"{h.Key}={h.Value}"))} | {body}";
}
