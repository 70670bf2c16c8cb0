using System.Buffers;
using System.Text;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Sources.Http.Json;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Http.Blob;

/// <summary>
/// The blob handler of Flume's morphline module: one event per request, its headers the content type and all parameters. The fields
/// of a form are parameters, which leaves nothing for the body.
/// </summary>
[FlumeHandler(null, "org.apache.flume.sink.solr.morphline.BlobHandler", Stability = Stability.Beta)]
public sealed class MorphlineBlobHandler(MorphlineBlobHandlerOptions options, ComponentContext context) : IHttpEventHandler
{
    private const string ContentTypeHeader = "Content-Type";
    private const string FormType = "application/x-www-form-urlencoded";

    /// <inheritdoc />
    public void Handle(HttpEventRequest request, EventBatch events)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(events);
        var type = request.ContentType;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        QueryParameters.Read(request.Query.AsSpan().TrimStart('?'), isLenient: false, parameters);
        var isForm = request.Method == "POST" && type is not null && type.Split(';')[0].Trim().Equals(FormType, StringComparison.OrdinalIgnoreCase);
        if (isForm)
        {
            QueryParameters.Read(Encoding.UTF8.GetString(request.Body), isLenient: true, parameters);
        }

        if (type is not null)
        {
            parameters.TryAdd(ContentTypeHeader, NormalizedCharset(type));
        }

        events.Add(new Event(isForm ? default : BodyOf(request.Body), BlobHeaders.From(parameters)));
    }

    private byte[] BodyOf(ReadOnlySequence<byte> body)
    {
        if (body.Length <= options.MaxBlobLength)
        {
            return body.ToArray();
        }

        Log.BlobCut(context.Logger, context.Name, body.Length, options.MaxBlobLength);
        return body.Slice(0, options.MaxBlobLength).ToArray();
    }

    // Flume's server hands the well-known types on in its own spelling.
    private static string NormalizedCharset(string type) =>
        ContentCharset.NameIn(type) is "utf-8" && type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            ? type.Replace("charset=utf-8", "charset=UTF-8", StringComparison.Ordinal)
            : type;
}
