using System.Text;
using System.Text.Json;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Routing.Interceptors.Extraction;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>Sets headers to fields of a JSON body, which it walks through once.</summary>
/// <remarks>
/// Text becomes a header as it is, numbers and truth values as they are written, objects and arrays as their JSON. What is not there, or
/// is null, sets nothing.
/// </remarks>
[FlumeInterceptor("json_extractor", Stability = Stability.Beta)]
public sealed class JsonExtractorInterceptor : InterceptorBase
{
    private static readonly JsonReaderOptions Tolerant = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private readonly JsonPaths _paths = new();
    private readonly JsonExtractorInterceptorOptions _options;

    /// <summary>Reads the paths.</summary>
    public JsonExtractorInterceptor(JsonExtractorInterceptorOptions options, InterceptorContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        foreach (var header in options.Fields)
        {
            _paths.Add(options.Paths.GetValueOrDefault(header, header), header);
        }
    }

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <inheritdoc />
    protected override void OnIntercept(EventBatch batch)
    {
        var changed = 0;
        var failed = 0;
        foreach (var item in batch.Events)
        {
            try
            {
                var headers = Extract(item);
                changed += ReferenceEquals(headers, item.Headers) ? 0 : 1;
                item.Headers = headers;
            }
            catch (Exception problem) when (problem is JsonException or InvalidOperationException)
            {
                // Not JSON, or half a surrogate pair in a string. Bodies of other kinds are no reason to stop anything.
                failed++;
            }
        }

        Counters.EventMarked.Add(changed);
        Complain(failed, "a body is no JSON, or a value in it is too long, and the event goes on without its headers");
    }

    private EventHeaders Extract(Event item)
    {
        // Editors and Windows' own programs put a byte order mark before UTF-8.
        var body = item.Body.Span;
        body = body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        var reader = new Utf8JsonReader(body, Tolerant);
        var headers = item.Headers;
        if (reader.Read())
        {
            Walk(ref reader, _paths, body, item, ref headers);
        }

        return headers;
    }

    // From the first token of a value to its last. What is not wanted is skipped without being looked into.
    private void Walk(ref Utf8JsonReader reader, JsonPaths wanted, ReadOnlySpan<byte> body, Event item, ref EventHeaders headers)
    {
        var start = (int)reader.TokenStartIndex;
        if (!wanted.HasBelow || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            reader.Skip();
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var below = wanted.Find(ref reader);
                reader.Read();
                WalkOrSkip(ref reader, below, body, item, ref headers);
            }
        }
        else
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                WalkOrSkip(ref reader, wanted.Find(index), body, item, ref headers);
            }
        }

        if (wanted.Headers.Count > 0 && TextOf(ref reader, body[start..(int)reader.BytesConsumed]) is { } value)
        {
            Set(wanted.Headers, value, item, ref headers);
        }
    }

    private void WalkOrSkip(ref Utf8JsonReader reader, JsonPaths? wanted, ReadOnlySpan<byte> body, Event item, ref EventHeaders headers)
    {
        if (wanted is null)
        {
            reader.Skip();
        }
        else
        {
            Walk(ref reader, wanted, body, item, ref headers);
        }
    }

    private string? TextOf(ref Utf8JsonReader reader, ReadOnlySpan<byte> written)
    {
        // No character takes more than six bytes, '\u00e9'.
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (written.Length > 6L * _options.MaxValueLength)
        {
            throw new JsonException("too long");
        }

        var value = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(written);
        return value.Length <= _options.MaxValueLength ? value : throw new JsonException("too long");
    }

    private void Set(List<string> names, string value, Event item, ref EventHeaders headers)
    {
        foreach (var name in names)
        {
            if (!_options.PreserveExisting || !item.Headers.Contains(name))
            {
                headers = headers.Set(name, value);
            }
        }
    }
}
