using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace FlumeSharp.Sources.Http;

/// <summary>What a handler sees of a request. The object is used again for the connection's next request.</summary>
public sealed class HttpEventRequest
{
    private static readonly ReadOnlySequence<byte> NoBody = ReadOnlySequence<byte>.Empty;
    private IHttpRequestFeature _request = new HttpRequestFeature();

    /// <summary>The method, as the client wrote it: <c>POST</c>, <c>GET</c> or <c>HEAD</c>.</summary>
    public string Method => _request.Method;

    /// <summary>The target of the request line, undecoded, with its query.</summary>
    public string Target => _request.RawTarget;

    /// <summary>The query with its <c>?</c>, undecoded; empty when there is none.</summary>
    public string Query => _request.QueryString;

    /// <summary>The <c>Content-Type</c> header, or <see langword="null"/>.</summary>
    public string? ContentType => _request.Headers.ContentType.Count == 0 ? null : (string?)_request.Headers.ContentType;

    /// <summary>The whole body, decompressed. Valid during the handler's call only.</summary>
    public ReadOnlySequence<byte> Body { get; private set; }

    /// <summary>All header fields; several of one name are joined by commas.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers => _request.Headers.Select(static h => KeyValuePair.Create(h.Key, h.Value.ToString()));

    /// <summary>A header field by its name in any case, or <see langword="null"/>.</summary>
    public string? GetHeader(string name) => _request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    internal IHttpRequestFeature Feature => _request;

    internal void Begin(IHttpRequestFeature request) => _request = request;

    internal void SetBody(ReadOnlySequence<byte> body) => Body = body;

    // The buffers go back to the server's pool, so nothing may point at them any more.
    internal void ForgetBody() => Body = NoBody;
}
