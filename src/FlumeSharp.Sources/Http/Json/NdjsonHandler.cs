using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Sources.Http.Json;

/// <summary>
/// FlumeSharp's own handler for <c>application/x-ndjson</c>: one event object on each line, as the JSON handler's, in UTF-8 and
/// strict JSON. Empty lines are passed over.
/// </summary>
[FlumeHandler("ndjson", Stability = Stability.Beta)]
public sealed class NdjsonHandler(JsonHandlerOptions options) : IHttpEventHandler
{
    /// <inheritdoc />
    public bool LeavesHealthChecksToTheSource => true;

    /// <inheritdoc />
    public void Handle(HttpEventRequest request, EventBatch events)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(events);
        using var text = Utf8Text.Of(request.Body, EventCharset.Utf8);
        if (!FastEventParser.TryParseLines(text.Span, events))
        {
            events.Clear();
            ParseLineByLine(text.Span, events);
        }

        if (options.BodyEncoding == BodyEncoding.Base64)
        {
            Base64Bodies.Decode(events);
        }
    }

    private static void ParseLineByLine(ReadOnlySpan<byte> text, EventBatch events)
    {
        var number = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            number++;
            var line = text[range].Trim(" \t\r"u8);
            if (!line.IsEmpty && !StrictEventParser.TryParseOne(line, events))
            {
                throw new HttpBadRequestException($"Line {number} is not a JSON object with 'headers' and 'body'.");
            }
        }
    }
}
