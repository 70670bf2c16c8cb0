using System.Net.Http.Headers;
using System.Text;

namespace FlumeSharp.Configuration.Sources;

/// <summary>Basic authentication (RFC 7617), sent with the first request as Flume does.</summary>
internal sealed class BasicAuthorization(string user, string password) : IConfigurationAuthorization
{
    public ValueTask<AuthenticationHeaderValue?> AuthorizeAsync(Uri uri, CancellationToken cancellationToken)
        => ValueTask.FromResult<AuthenticationHeaderValue?>(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))));

    public override string ToString() => $"Basic authentication of '{user}'";
}
