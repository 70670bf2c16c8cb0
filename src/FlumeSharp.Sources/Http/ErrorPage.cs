using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace FlumeSharp.Sources.Http;

/// <summary>The body of an error answer, in the form and the charset that Flume's server would choose; the markup is our own.</summary>
internal readonly record struct ErrorPage(string ContentType, byte[] Content)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The page, or <see langword="null"/> when the client accepts none of its forms.</summary>
    public static ErrorPage? For(IHttpRequestFeature request, int status, string message)
    {
        foreach (var type in AcceptedTypes(request))
        {
            switch (type)
            {
                case "*/*" or "text/*" or "text/html":
                    return Encoded(request, "text/html", Html(request, status, message));
                case "text/plain":
                    return Encoded(request, "text/plain", Text(request, status, message));
                case "application/json" or "text/json":
                    return new(type, JsonSerializer.SerializeToUtf8Bytes(Members(request, status, message), Readable));
            }
        }

        return null;
    }

    private static IEnumerable<string> AcceptedTypes(IHttpRequestFeature request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0)
        {
            return ["text/html"];
        }

        return MediaTypeHeaderValue.TryParseList(accept, out var types)
            ? types.Where(static t => t.Quality is not 0).OrderByDescending(static t => t.Quality ?? 1).Select(static t => t.MediaType.ToString().ToLowerInvariant())
            : [];
    }

    private static ErrorPage Encoded(IHttpRequestFeature request, string type, string text) =>
        request.Headers.AcceptCharset.ToString().Contains("utf-8", StringComparison.OrdinalIgnoreCase)
            ? new(type + ";charset=utf-8", Encoding.UTF8.GetBytes(text))
            : new(type + ";charset=iso-8859-1", Encoding.Latin1.GetBytes(text));

    private static string Html(IHttpRequestFeature request, int status, string message)
    {
        var shown = WebUtility.HtmlEncode(message);
        return $"""
            <!DOCTYPE html>
            <html><head><title>Error {Number(status)} {shown}</title></head>
            <body><h2>HTTP ERROR {Number(status)} {shown}</h2>
            <table>
            <tr><th>URI:</th><td>{WebUtility.HtmlEncode(request.Path)}</td></tr>
            <tr><th>STATUS:</th><td>{Number(status)}</td></tr>
            <tr><th>MESSAGE:</th><td>{shown}</td></tr>
            </table>
            </body></html>

            """;
    }

    private static string Text(IHttpRequestFeature request, int status, string message) =>
        $"HTTP ERROR {Number(status)} {message}\nURI: {request.Path}\nSTATUS: {Number(status)}\nMESSAGE: {message}\n";

    private static Dictionary<string, string> Members(IHttpRequestFeature request, int status, string message) => new(StringComparer.Ordinal)
    {
        ["message"] = message,
        ["url"] = request.Path,
        ["status"] = Number(status),
    };

    private static string Number(int status) => status.ToString(CultureInfo.InvariantCulture);
}
