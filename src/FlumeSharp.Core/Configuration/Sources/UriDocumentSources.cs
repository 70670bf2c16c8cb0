using FlumeSharp.Security.KeyStores;

namespace FlumeSharp.Configuration.Sources;

/// <summary>Understands the URIs of <c>-u</c>: <c>file:</c>, <c>http:</c>, <c>https:</c> and <c>classpath:</c>.</summary>
internal sealed class UriDocumentSources(ConfigurationSourceOptions options, ConfigurationEnvironment environment, IConfigurationAuthorization? authorization)
{
    private const string ClassPath = "classpath:";

    /// <summary>The place that a URI names; one that only reports when the URI is not understood.</summary>
    public IDocumentSource Open(string uri)
    {
        if (uri.StartsWith(ClassPath, StringComparison.OrdinalIgnoreCase))
            return new ResourceDocumentSource(uri, uri[ClassPath.Length..].TrimStart('/'), environment);
        if (!uri.Contains(':', StringComparison.Ordinal) || !Uri.TryCreate(uri, UriKind.Absolute, out var parsed))
            return NoUri(ShownUri.Of(uri));

        // What follows may be a mistake with a password in it, so nothing but the scheme is repeated.
        return parsed.Scheme switch
        {
            "file" => new FileDocumentSource(parsed.LocalPath, environment.Encoding, "-u", options.WatchesForChanges ? FileHints.TryWatch(parsed.LocalPath, environment.TimeProvider) : null),
            "http" or "https" => OpenHttp(parsed),
            var scheme => new UnusableDocumentSource($"{scheme}:…", $"'{scheme}' is no scheme that is understood", "write file:, http:, https: or classpath:"),
        };
    }

    private static UnusableDocumentSource NoUri(string shown) => new(shown, "it is no URI", shown.Contains("://", StringComparison.Ordinal)
        ? "write %23, %2F, %3F and %40 for #, /, ? and @ in a user's name or password, or give them with --conf-user and --conf-password"
        : $"give a local file with -f, or as {new Uri(Path.GetFullPath(shown)).AbsoluteUri}");

    private IDocumentSource OpenHttp(Uri uri)
    {
        var bare = new UriBuilder(uri) { UserName = "", Password = "" }.Uri;
        try
        {
            return new HttpDocumentSource(bare, environment.Encoding, authorization ?? FromUri(uri), ConfigurationHttp.CreateClient(environment, options.VerifiesHost));
        }
        catch (KeyStoreException e)
        {
            return new UnusableDocumentSource(ShownUri.Of(bare), e.Message.TrimEnd('.'), "correct javax.net.ssl.trustStore or FLUME_SSL_TRUSTSTORE_PATH");
        }
    }

    private static BasicAuthorization? FromUri(Uri uri)
    {
        var parts = uri.UserInfo.Split(':', 2);
        return parts is [var user, var password] ? new BasicAuthorization(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)) : null;
    }
}
