using System.Security.Cryptography;
using System.Text;

namespace FlumeSharp.Sources.Http.Auth;

// What clients may show in the Authorization header. Only digests are kept, and all are compared, each in the same time: how long an
// answer takes tells nothing about a credential.
internal sealed class Credentials
{
    private readonly string _scheme;
    private readonly byte[][] _digests;

    private Credentials(string scheme, string challenge, IEnumerable<string> accepted)
    {
        _scheme = scheme;
        Challenge = challenge;
        _digests = [.. accepted.Select(static text => SHA256.HashData(Encoding.UTF8.GetBytes(text)))];
    }

    /// <summary>The value of WWW-Authenticate.</summary>
    public string Challenge { get; }

    /// <summary>Reads the credentials; null where the options ask for none in a header.</summary>
    /// <exception cref="FlumeException">A file cannot be read, or nothing is there to accept.</exception>
    public static Credentials? Read(string source, HttpAuthOptions options)
    {
        if (options.Type is AuthType.None or AuthType.Mtls)
        {
            return null;
        }

        var isBasic = options.Type == AuthType.Basic;
        var secrets = new List<string>();
        if ((isBasic ? options.UsersFile : options.TokenFile) is { } file)
        {
            secrets.AddRange(ReadLines(source, file));
        }

        if (options.TokenVariable is { } variable && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } secret)
        {
            secrets.Add(secret.Trim());
        }

        if (secrets.Count == 0)
        {
            throw new FlumeException($"Source '{source}' (http): auth.type is {options.Type.ToString().ToLowerInvariant()} and there is nothing to accept: the file has no lines, or the variable is not set.");
        }

        return isBasic
            ? new("Basic ", "Basic realm=\"flume\", charset=\"UTF-8\"", secrets.Select(static s => Convert.ToBase64String(Encoding.UTF8.GetBytes(s))))
            : new("Bearer ", "Bearer realm=\"flume\"", secrets);
    }

    /// <summary>Whether a header proves a client.</summary>
    public bool Accept(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(_scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var shown = SHA256.HashData(Encoding.UTF8.GetBytes(authorization[_scheme.Length..].Trim()));
        var isKnown = false;
        foreach (var digest in _digests)
        {
            isKnown |= CryptographicOperations.FixedTimeEquals(digest, shown);
        }

        return isKnown;
    }

    private static IEnumerable<string> ReadLines(string source, string file)
    {
        try
        {
            return File.ReadAllLines(file).Select(static line => line.Trim()).Where(static line => line.Length > 0 && line[0] != '#').ToList();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FlumeException($"Source '{source}' (http): the credentials file '{file}' cannot be read: {failure.Message}", failure);
        }
    }
}
