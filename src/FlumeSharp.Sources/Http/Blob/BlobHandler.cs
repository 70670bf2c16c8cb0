using System.Buffers;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Sources.Http.Blob;

/// <summary>Flume's BLOB handler: one event per request, its body the request's, its headers the query's parameters.</summary>
[FlumeHandler("blob", "org.apache.flume.source.http.BLOBHandler", Stability = Stability.Beta)]
public sealed class BlobHandler : IHttpEventHandler
{
    private readonly string[] _mandatory;

    /// <summary>Splits the mandatory names as Java does: empty ones at the end do not count, except when there is nothing else.</summary>
    public BlobHandler(BlobHandlerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var trimmed = options.MandatoryParameters.TrimEnd(',');
        _mandatory = trimmed.Length == 0 && options.MandatoryParameters.Length > 0 ? [] : trimmed.Split(',');
    }

    /// <inheritdoc />
    public void Handle(HttpEventRequest request, EventBatch events)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(events);
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        QueryParameters.Read(request.Query.AsSpan().TrimStart('?'), IsLenient(request.ContentType), parameters);
        foreach (var name in _mandatory)
        {
            if (!parameters.ContainsKey(name))
            {
                throw new HttpHandlerException($"Please specify {name} parameter in the request.");
            }
        }

        events.Add(new Event(request.Body.ToArray(), BlobHeaders.From(parameters)));
    }

    // A character set in the Content-Type sends Flume's server down another road, on which malformed bytes become U+FFFD.
    private static bool IsLenient(string? contentType) => contentType is not null
        && Json.ContentCharset.NameIn(contentType) is { } charset
        && !charset.StartsWith("utf", StringComparison.OrdinalIgnoreCase);
}
