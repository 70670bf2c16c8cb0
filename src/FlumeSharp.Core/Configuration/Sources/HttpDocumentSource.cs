using System.Net;
using System.Net.Http.Headers;

namespace FlumeSharp.Configuration.Sources;

/// <summary>
/// A document of a web server, asked for with what it said last (<c>ETag</c>, <c>Last-Modified</c>), so that nothing is sent twice. A server
/// that knows neither costs a transfer each time and nothing more: equal content is no change.
/// </summary>
internal sealed class HttpDocumentSource : IDocumentSource
{
    // A configuration of a thousand components has some 300 kB.
    private const int LargestDocument = 16 * 1024 * 1024;

    private readonly Uri _uri;
    private readonly PropertiesEncoding _encoding;
    private readonly IConfigurationAuthorization? _authorization;
    private readonly HttpClient _client;
    private SourceDocument? _last;
    private EntityTagHeaderValue? _tag;
    private DateTimeOffset? _modified;

    /// <param name="uri">The document, without user and password.</param>
    /// <param name="encoding">How its bytes become text.</param>
    /// <param name="authorization">By which right; null sends none.</param>
    /// <param name="client">The connection, owned by the source from here on.</param>
    public HttpDocumentSource(Uri uri, PropertiesEncoding encoding, IConfigurationAuthorization? authorization, HttpClient client)
    {
        _uri = uri;
        _encoding = encoding;
        _authorization = authorization;
        _client = client;
        _client.MaxResponseContentBufferSize = LargestDocument;
    }

    public string Name => ShownUri.Of(_uri);

    public bool IsRemote => true;

    public async ValueTask<SourceDocument> ReadAsync(CancellationToken cancellationToken)
    {
        if (ConfigurationFormat.Refuse(Name, _uri.AbsolutePath) is { } refused)
            return refused;
        try
        {
            using var request = await RequestAsync(cancellationToken).ConfigureAwait(false);
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotModified && _last is not null)
                return _last;
            if (response.StatusCode != HttpStatusCode.OK)
                return Unavailable($"the server answered {(int)response.StatusCode} {response.ReasonPhrase}", RemedyFor(response.StatusCode));

            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            _last = SourceDocument.Of(Name, bytes, _encoding);
            _tag = response.Headers.ETag;
            _modified = response.Content.Headers.LastModified;
            return _last;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unavailable($"the server did not answer within {_client.Timeout.TotalSeconds} seconds", "see whether it is well");
        }
        catch (Exception e) when (e is HttpRequestException or FlumeException or IOException)
        {
            return Unavailable((e.InnerException ?? e).Message.TrimEnd('.'), "check the URI given with -u, and whether the server is up");
        }
    }

    public async ValueTask WaitForHintAsync(CancellationToken cancellationToken)
        => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<HttpRequestMessage> RequestAsync(CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _uri);
        if (_authorization is not null)
            request.Headers.Authorization = await _authorization.AuthorizeAsync(_uri, cancellationToken).ConfigureAwait(false);

        // Only about what is still in hand: a failure in between must not end in "not modified".
        if (_last is not null)
        {
            if (_tag is not null)
                request.Headers.IfNoneMatch.Add(_tag);
            request.Headers.IfModifiedSince = _modified;
        }

        return request;
    }

    private SourceDocument Unavailable(string reason, string remedy)
        => SourceDocument.Unavailable(Name, new ConfigurationProblem(
            ProblemSeverity.Error, ProblemCodes.UriUnreadable, $"Configuration {JavaText.Quote(Name)} cannot be read: {reason}", new SourceLocation(Name, 0), Remedy: remedy));

    private static string RemedyFor(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "give user and password with --conf-user and --conf-password",
        HttpStatusCode.NotFound => "check the path of the URI given with -u",
        _ => "see the server's log",
    };
}
