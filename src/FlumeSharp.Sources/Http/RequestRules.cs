namespace FlumeSharp.Sources.Http;

// What is answered before any handler sees the request, as Flume's server answers it: the target's form, the Expect header, the
// method. Everything else is served: every path and query alike.
internal sealed class RequestRules(HttpSourceOptions options, bool answersHealthChecks)
{
    /// <summary>The verdict for a request that the handler is to see; others are the status to answer.</summary>
    public const int Serve = 0;

    /// <summary>Judges a request and marks the connection to be closed where that is due.</summary>
    public int Judge(HttpExchange exchange)
    {
        var request = exchange.Request;
        var isHttp10 = request.Protocol == "HTTP/1.0";
        if (isHttp10 || !options.PersistentConnections)
        {
            // Flume's server closes HTTP/1.0 connections even where the client asks to keep them.
            Responses.CloseConnection(exchange);
        }

        var headers = request.Headers;
        if (!RequestTarget.IsValid(request.RawTarget) || HasTwoLengths(headers))
        {
            Responses.CloseConnection(exchange);
            return 400;
        }

        if (headers.Expect.Count != 0 && !string.Equals(headers.Expect, "100-continue", StringComparison.OrdinalIgnoreCase))
        {
            Responses.CloseConnection(exchange);
            return 417;
        }

        return request.Method switch
        {
            "POST" => Serve,
            "GET" or "HEAD" => answersHealthChecks && IsHealthCheck(exchange) ? 200 : Serve,
            "OPTIONS" or "TRACE" => 403,
            "PUT" or "DELETE" => isHttp10 ? 400 : 405,
            "CONNECT" => 404,
            _ => 501,
        };
    }

    /// <summary>Sends the answer to a request that was judged.</summary>
    public static Task AnswerAsync(HttpExchange exchange, int verdict)
    {
        if (verdict == 417 || (verdict == 400 && exchange.Request.Method is "POST" or "GET" or "HEAD"))
        {
            return Responses.ErrorAsync(exchange, verdict, verdict == 417 ? "Expectation Failed" : "Bad Request");
        }

        Responses.SetStatus(exchange, verdict);
        return Task.CompletedTask;
    }

    private static bool IsHealthCheck(HttpExchange exchange) => exchange.Request.Path is "/" or "/healthz" && !exchange.CanHaveBody;

    // Kestrel renames Content-Length to this when a request is chunked as well. Flume refuses such a request: it is how requests are smuggled.
    private static bool HasTwoLengths(Microsoft.AspNetCore.Http.IHeaderDictionary headers) =>
        headers.TransferEncoding.Count != 0 && headers.ContainsKey("X-Content-Length");
}
