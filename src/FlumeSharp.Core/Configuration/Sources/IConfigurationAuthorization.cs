using System.Net.Http.Headers;

namespace FlumeSharp.Configuration.Sources;

/// <summary>
/// Says by which right the configuration may be read from a web server. A plug-in brings one as a class that
/// <c>--auth-provider</c> names; <c>--conf-user</c> and <c>--conf-password</c> are Basic authentication.
/// </summary>
public interface IConfigurationAuthorization
{
    /// <summary>The <c>Authorization</c> header of the next request; <see langword="null"/> sends none.</summary>
    /// <param name="uri">What is asked for.</param>
    /// <param name="cancellationToken">Ends waiting for whoever issues tokens.</param>
    ValueTask<AuthenticationHeaderValue?> AuthorizeAsync(Uri uri, CancellationToken cancellationToken);
}
