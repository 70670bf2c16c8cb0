using System.IO.Pipelines;

namespace FlumeSharp.Sources.Http;

// Writes answers that are not a plain 200. For that, nothing is written at all: the server completes it with Content-Length 0.
internal static class Responses
{
    public static void SetStatus(HttpExchange exchange, int status) => exchange.Response.StatusCode = status;

    public static void CloseConnection(HttpExchange exchange) => exchange.Response.Headers.Connection = "close";

    /// <summary>An error with a body as the client's Accept header asks; without one for methods that get none.</summary>
    public static Task ErrorAsync(HttpExchange exchange, int status, string message)
    {
        var response = exchange.Response;
        if (response.HasStarted)
        {
            return Task.CompletedTask;
        }

        response.StatusCode = status;
        response.Headers.CacheControl = "must-revalidate,no-cache,no-store";
        if (status == 503)
        {
            response.Headers.RetryAfter = "1";
        }

        if (ErrorPage.For(exchange.Request, status, message) is not { } page)
        {
            return Task.CompletedTask;
        }

        response.Headers.ContentType = page.ContentType;
        response.Headers.ContentLength = page.Content.Length;
        if (exchange.Request.Method == "HEAD")
        {
            return Task.CompletedTask;
        }

        return WriteAsync(exchange.ResponseBody, page.Content);
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] content)
    {
        try
        {
            await writer.WriteAsync(content).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client did not wait for its answer.
        }
    }
}
