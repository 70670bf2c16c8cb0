using System.IO.Compression;
using System.Text.Json;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.JavaLogs;
using FlumeSharp.TestKit;

namespace FlumeSharp.Channels.Tests.File.Java;

/// <summary>A directory that Java Flume 1.11 wrote, unpacked for one test, with what Flume gave out when it opened it.</summary>
internal sealed class GoldenChannel : IDisposable
{
    private readonly TempFolder _folder = new();

    public GoldenChannel(string name)
    {
        Name = name;
        ZipFile.ExtractToDirectory(System.IO.File.OpenRead(Path.Combine(Folder, name, "dirs.zip")), Root);
    }

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "File", "Java", "Golden");

    public static IEnumerable<string> Names => Directory.GetDirectories(Folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public string Name { get; }

    public string Root => _folder.Path;

    public JavaChannelDirectories Directories => JavaChannelDirectories.Find(Root);

    public KeyStoreKeys? Keys => Directory.Exists(Path.Combine(Root, "keys"))
        ? new KeyStoreKeys(
            _folder.File("keys", "keystore.jceks"),
            _folder.File("keys", "store.pw"),
            new Dictionary<string, string> { ["key-1"] = _folder.File("keys", "key-1.pw") })
        : null;

    /// <summary>What Java gave out; the line with the error, where it ended in one, is left out.</summary>
    public IReadOnlyList<string> Expected => [.. System.IO.File.ReadLines(Path.Combine(Folder, Name, "expected.ndjson")).Where(static line => !line.StartsWith("{\"error\"", StringComparison.Ordinal)).Select(Canonical)];

    /// <summary>The events of all transactions that committed puts, in their order.</summary>
    public IReadOnlyList<string> Committed()
    {
        using var operations = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(Folder, Name, "operations.json")));
        return [.. from phase in operations.RootElement.GetProperty("phases").EnumerateArray()
                   from operation in phase.EnumerateArray()
                   where operation.TryGetProperty("end", out var end) && end.GetString() == "commit" && operation.TryGetProperty("put", out _)
                   from item in operation.GetProperty("put").EnumerateArray()
                   select Canonical(item)];
    }

    /// <summary>A file beside the directories: the configuration that Java had.</summary>
    public string Source(string file) => Path.Combine(Folder, Name, file);

    public JavaFileChannel Open() => JavaFileChannel.Open(Directories, Keys);

    public string File(params string[] parts) => _folder.File(parts);

    public void Dispose() => _folder.Dispose();

    /// <summary>The event as text that is equal for equal events; headers are a set.</summary>
    public static string Canonical(Event item)
        => Canonical(item.Headers.Select(static header => (header.Key, header.Value ?? "")), Convert.ToBase64String(item.Body.Span));

    private static string Canonical(string line)
    {
        using var document = JsonDocument.Parse(line);
        return Canonical(document.RootElement);
    }

    /// <summary>The same of an event in a golden file.</summary>
    public static string Canonical(JsonElement item)
        => Canonical(item.GetProperty("headers").EnumerateObject().Select(static header => (header.Name, header.Value.GetString() ?? "")), item.GetProperty("body64").GetString()!);

    private static string Canonical(IEnumerable<(string Name, string Value)> headers, string body)
        => JsonSerializer.Serialize(headers.OrderBy(static header => header.Name, StringComparer.Ordinal).Select(static header => new[] { header.Name, header.Value })) + body;
}
