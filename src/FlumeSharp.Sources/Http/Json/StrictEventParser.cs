using System.Text;
using System.Text.Json;

namespace FlumeSharp.Sources.Http.Json;

/// <summary>
/// The parser of reference: plain JSON by <see cref="Utf8JsonReader"/>. It gives up at anything that is not strictly JSON, and at
/// what would be refused, for the lenient parser to decide.
/// </summary>
internal static class StrictEventParser
{
    private static readonly JsonReaderOptions Whole = new() { MaxDepth = 256 };

    /// <summary>Adds the events of a JSON array to a batch; false, with the batch in any state, when this is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, EventBatch events)
    {
        var reader = new Utf8JsonReader(json, Whole);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!TryParseEvent(ref reader, events))
                {
                    return false;
                }
            }

            return !reader.Read();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Adds the event of a JSON object to a batch; false when this is none.</summary>
    public static bool TryParseOne(ReadOnlySpan<byte> json, EventBatch events)
    {
        var reader = new Utf8JsonReader(json, Whole);
        try
        {
            return reader.Read() && TryParseEvent(ref reader, events) && !reader.Read();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryParseEvent(ref Utf8JsonReader reader, EventBatch events)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var headers = EventHeaders.Empty;
        byte[] body = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("headers"u8))
            {
                reader.Read();
                if (!TryParseHeaders(ref reader, out headers))
                {
                    return false;
                }
            }
            else if (reader.ValueTextEquals("body"u8))
            {
                reader.Read();
                if (!TryCopyText(ref reader, out var text))
                {
                    return false;
                }

                body = text ?? [];
            }
            else
            {
                reader.Skip();
            }
        }

        events.Add(new Event(body, headers));
        return true;
    }

    private static bool TryParseHeaders(ref Utf8JsonReader reader, out EventHeaders headers)
    {
        headers = EventHeaders.Empty;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return reader.TokenType == JsonTokenType.Null;
        }

        var entries = new List<KeyValuePair<string, string?>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!names.Add(name) || !TryCopyText(ref reader, out var value))
            {
                return false;
            }

            entries.Add(new(name, value is null ? null : Encoding.UTF8.GetString(value)));
        }

        headers = EventHeaders.FromDistinct([.. entries]);
        return true;
    }

    // Text as UTF-8: unescaped where it is a string, as written where it is a number or a boolean, null where it is null.
    private static bool TryCopyText(ref Utf8JsonReader reader, out byte[]? text)
    {
        text = null;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                text = new byte[reader.ValueSpan.Length];
                text = text[..reader.CopyString(text)];
                return true;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                text = reader.ValueSpan.ToArray();
                return true;
            default:
                return reader.TokenType == JsonTokenType.Null;
        }
    }
}
