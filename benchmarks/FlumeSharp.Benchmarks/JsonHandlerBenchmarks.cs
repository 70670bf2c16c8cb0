using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FlumeSharp.Sources.Http.Json;

namespace FlumeSharp.Benchmarks;

/// <summary>
/// The parsers of the JSON handler on one request of bodies of 200 bytes and three headers, and the yardstick: one walk by
/// Utf8JsonReader that copies every string and keeps nothing.
/// </summary>
[MemoryDiagnoser]
public class JsonHandlerBenchmarks
{
    private readonly EventBatch _events = new();
    private readonly byte[] _copy = new byte[1 << 20];
    private byte[] _json = [];

    [Params(1, 100)]
    public int Events { get; set; }

    /// <summary>Whether one header differs from event to event.</summary>
    [Params(false, true)]
    public bool Varied { get; set; }

    [GlobalSetup]
    public void WriteRequest()
    {
        var body = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog. ", 5))[..200];
        var events = Enumerable.Range(0, Events).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"headers":{"host":"web01.example.com","type":"access","timestamp":"{{1700000000000 + (Varied ? i : 0)}}"},"body":"{{body}}"}"""));
        _json = Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]");
    }

    [Benchmark(Baseline = true)]
    public int Utf8JsonReaderWalk()
    {
        var used = 0;
        var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(_json));
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                used += reader.CopyString(_copy.AsSpan(used));
            }
        }

        return used;
    }

    [Benchmark]
    public bool Fast() => Clear(FastEventParser.TryParse(_json, _events));

    [Benchmark]
    public bool Strict() => Clear(StrictEventParser.TryParse(_json, _events));

    [Benchmark]
    public bool Lenient()
    {
        new LenientEventParser(EventCharset.Utf8).Parse(EventCharset.Utf8.Decode(new(_json)), _events);
        return Clear(true);
    }

    private bool Clear(bool result)
    {
        _events.Clear();
        return result;
    }
}
