using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlumeSharp.Agent.Commands;

/// <summary>An object on each line, with the body in base64: what the HTTP source's <c>ndjson</c> handler takes with <c>handler.bodyEncoding = base64</c>.</summary>
internal sealed class NdjsonExport(Stream output) : IEventExport
{
    private readonly Utf8JsonWriter _writer = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Write(Event item)
    {
        _writer.WriteStartObject();
        _writer.WriteStartObject("headers");
        foreach (var (name, value) in item.Headers.AsSpan())
            _writer.WriteString(name, value);
        _writer.WriteEndObject();
        _writer.WriteBase64String("body", item.Body.Span);
        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
        output.WriteByte((byte)'\n');
    }

    public void Dispose() => _writer.Dispose();
}
