using System.Text;

namespace FlumeSharp.Sources.Http.Json;

/// <summary>
/// The slowest and most forgiving of the parsers, which has the last word: what it refuses is refused, with the status that Flume
/// gives. It works on characters, so it also serves the encodings other than UTF-8.
/// </summary>
/// <param name="bodyCharset">What the bodies of the events are encoded in.</param>
internal sealed class LenientEventParser(EventCharset bodyCharset)
{
    private readonly List<KeyValuePair<string, string?>> _headers = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Adds the events of a document to a batch.</summary>
    /// <exception cref="HttpBadRequestException">It is no array of events.</exception>
    /// <exception cref="HttpHandlerException">Flume answers 500 to it.</exception>
    public void Parse(ReadOnlyMemory<char> document, EventBatch events)
    {
        var reader = new LenientJsonReader(document);
        if (!reader.Begin() || reader.Peek() == JsonToken.Null)
        {
            throw JsonErrors.NoEvents();
        }

        // Flume reads the whole array before it looks at the events, so that wrong syntax further on is 400 even after a null.
        int? firstNull = null;
        reader.Expect(JsonToken.BeginArray);
        for (var index = 0; reader.HasNext(); index++)
        {
            if (reader.Peek() == JsonToken.Null)
            {
                reader.NextText();
                firstNull ??= index;
            }
            else
            {
                events.Add(ReadEvent(reader));
            }
        }

        reader.Expect(JsonToken.EndArray);
        if (!reader.IsAtEnd())
        {
            throw JsonErrors.Syntax();
        }

        if (firstNull is { } place)
        {
            throw JsonErrors.NullEvent(place);
        }
    }

    private Event ReadEvent(LenientJsonReader reader)
    {
        var headers = EventHeaders.Empty;
        string? body = null;
        reader.Expect(JsonToken.BeginObject);
        while (reader.HasNext())
        {
            switch (reader.NextName())
            {
                case "headers":
                    headers = ReadHeaders(reader);
                    break;
                case "body":
                    body = reader.NextText();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.Expect(JsonToken.EndObject);
        return new Event(bodyCharset.Encode(body ?? ""), headers);
    }

    private EventHeaders ReadHeaders(LenientJsonReader reader)
    {
        _headers.Clear();
        _names.Clear();
        switch (reader.Peek())
        {
            case JsonToken.Null:
                reader.NextText();
                break;
            case JsonToken.BeginArray:
                ReadPairs(reader);
                break;
            default:
                reader.Expect(JsonToken.BeginObject);
                while (reader.HasNext())
                {
                    AddHeader(reader.NextName(), reader.NextText());
                }

                reader.Expect(JsonToken.EndObject);
                break;
        }

        return EventHeaders.FromDistinct([.. _headers]);
    }

    // A map may be written as an array of pairs.
    private void ReadPairs(LenientJsonReader reader)
    {
        reader.Expect(JsonToken.BeginArray);
        while (reader.HasNext())
        {
            reader.Expect(JsonToken.BeginArray);
            var name = reader.NextText();
            var value = reader.NextText();
            AddHeader(name ?? throw JsonErrors.NullName(), value);
            reader.Expect(JsonToken.EndArray);
        }

        reader.Expect(JsonToken.EndArray);
    }

    private void AddHeader(string name, string? value)
    {
        if (!_names.Add(name))
        {
            throw JsonErrors.Syntax();
        }

        _headers.Add(new(EventCharset.WithoutLoneSurrogates(name), value is null ? null : EventCharset.WithoutLoneSurrogates(value)));
    }
}
