using System.IO.Compression;
using System.Text.Json;

namespace FlumeSharp.Sources.Tests.Http;

/// <summary>A request that Java Flume was sent, and what came of it.</summary>
internal sealed class GoldenCase
{
    private readonly JsonElement _case;

    private GoldenCase(JsonElement json)
    {
        _case = json;
        Request = json.TryGetProperty("raw64", out var raw) ? raw.GetBytesFromBase64() : Unzip(json.GetProperty("rawGz64").GetBytesFromBase64());
    }

    public string Id => _case.GetProperty("id").GetString()!;

    public string Source => _case.GetProperty("source").GetString()!;

    public byte[] Request { get; }

    public bool IsHead => _case.GetProperty("method").GetString() == "HEAD";

    public int Status => _case.GetProperty("status").GetInt32();

    public bool IsKept => _case.GetProperty("connection").GetString() == "kept";

    public bool HasFurtherAnswers => _case.TryGetProperty("further", out _);

    public string? ContentType => _case.GetProperty("contentType").GetString();

    public IReadOnlyDictionary<string, long> Counters => _case.GetProperty("counters").EnumerateObject()
        .ToDictionary(static p => p.Name, static p => p.Value.GetInt64());

    /// <summary>The events in each channel, as text that can be compared; null where the case did not look.</summary>
    public IReadOnlyDictionary<string, string[]>? EventsByChannel(string onlyChannel)
    {
        if (_case.TryGetProperty("eventsByChannel", out var channels))
        {
            return channels.EnumerateObject().ToDictionary(static p => p.Name, static p => Texts(p.Value));
        }

        return Id is "full-1-put-3" or "full-2-put-3-more" or "full-3-put-2" or "full-4-put-1"
            ? null
            : new Dictionary<string, string[]> { [onlyChannel] = _case.TryGetProperty("events", out var events) ? Texts(events) : [] };
    }

    public static IReadOnlyList<GoldenCase> ReadAll()
    {
        using var file = File.OpenRead(Path.Combine(Folder, "cases.ndjson.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var cases = new List<GoldenCase>();
        while (reader.ReadLine() is { } line)
        {
            cases.Add(new(JsonDocument.Parse(line).RootElement));
        }

        return cases;
    }

    public static string Folder => Path.Combine(TestKit.Repository.Root, "tests", "FlumeSharp.Sources.Tests", "Http", "Golden");

    /// <summary>An event as the golden files write it; headers sorted, because their order is not part of the case.</summary>
    public static string TextOf(Event item) => TextOf(item.Headers.ToDictionary(static h => h.Key, static h => h.Value), item.Body.Length, Convert.ToBase64String(item.Body.Span), Sha(item.Body));

    private static string[] Texts(JsonElement events) => events.ValueKind == JsonValueKind.Null ? [] : [.. events.EnumerateArray().Select(static e =>
    {
        var headers = e.GetProperty("headers").EnumerateObject().ToDictionary(static h => h.Name, static h => h.Value.GetString());
        if (e.TryGetProperty("body64", out var body))
        {
            var bytes = body.GetBytesFromBase64();
            return TextOf(headers, bytes.Length, body.GetString()!, Sha(bytes));
        }

        return TextOf(headers, e.GetProperty("bodyLength").GetInt32(), "", e.GetProperty("bodySha256").GetString()!);
    })];

    private static string TextOf(Dictionary<string, string?> headers, int length, string body64, string sha) =>
        $"{{{string.Join(", ", headers.OrderBy(static h => h.Key, StringComparer.Ordinal).Select(static h => $"{h.Key}={h.Value ?? "(null)"}"))}}} {(length < 1000 ? body64 : $"{length} bytes, {sha}")}";

    private static string Sha(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.Span));

    private static byte[] Unzip(byte[] zipped)
    {
        using var gzip = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
