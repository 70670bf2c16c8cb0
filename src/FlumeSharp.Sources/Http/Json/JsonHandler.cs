using System.Buffers;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Sources.Http.Json;

/// <summary>
/// Flume's JSON handler: a request's body is an array of objects with <c>headers</c> and <c>body</c>. Three parsers share the work: a
/// fast one for what clients usually send, a strict one for all of JSON, and a lenient one for what Flume takes besides.
/// </summary>
[FlumeHandler("json", "org.apache.flume.source.http.JSONHandler", Stability = Stability.Beta)]
public sealed class JsonHandler(JsonHandlerOptions options) : IHttpEventHandler
{
    /// <inheritdoc />
    public bool LeavesHealthChecksToTheSource => true;

    /// <inheritdoc />
    public void Handle(HttpEventRequest request, EventBatch events)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(events);
        Parse(request.Body, ContentCharset.Of(request.ContentType), events);
        if (options.BodyEncoding == BodyEncoding.Base64)
        {
            Base64Bodies.Decode(events);
        }
    }

    private void Parse(ReadOnlySequence<byte> body, EventCharset charset, EventBatch events)
    {
        using var text = Utf8Text.Of(body, charset);
        if (text.IsUtf8)
        {
            if (FastEventParser.TryParse(text.Span, events))
            {
                return;
            }

            events.Clear();
            if (StrictEventParser.TryParse(text.Span, events))
            {
                return;
            }

            events.Clear();
        }

        // Bodies in base64 are ASCII whatever the request is written in.
        var bodyCharset = options.BodyEncoding == BodyEncoding.Base64 ? EventCharset.Utf8 : charset;
        new LenientEventParser(bodyCharset).Parse(charset.Decode(body), events);
    }
}
