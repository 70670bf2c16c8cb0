using System.Buffers;
using System.Text;
using FlumeSharp;
using FlumeSharp.Registry;
using FlumeSharp.Sources.Http;

namespace Acme.Flume;

/// <summary>Makes an event of every line of a request's body, with the request's path as a header. For the HTTP source.</summary>
/// <remarks>One instance serves all requests of a source, many at a time, so it keeps no state.</remarks>
[FlumeHandler("lines", "com.acme.flume.LinesHandler")]
public sealed class LinesHandler(LinesHandlerOptions options) : IHttpEventHandler
{
    /// <inheritdoc />
    public void Handle(HttpEventRequest request, EventBatch events)
    {
        var headers = EventHeaders.FromDistinct([new("path", request.Target)]);

        // The body's memory goes back to the server after the call: events get a copy of it.
        var body = request.Body.ToArray();
        for (var start = 0; start < body.Length;)
        {
            var length = body.AsSpan(start).IndexOf((byte)'\n');
            var line = body.AsMemory(start, length < 0 ? body.Length - start : length);
            if (line.Length > options.MaxLineLength)
            {
                // 400, and none of the request's events is stored.
                throw new HttpBadRequestException($"Line {events.Count + 1} has {line.Length} bytes; maxLineLength allows {options.MaxLineLength}: {Encoding.UTF8.GetString(line.Span[..20])}…");
            }

            events.Add(new Event(line, headers));
            start += line.Length + 1;
        }
    }
}
