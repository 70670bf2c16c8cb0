using System.Text.RegularExpressions;
using FlumeSharp.Options;

namespace FlumeSharp.Agent.Commands.Syntax;

/// <summary>Keeps secrets out of what commands print.</summary>
internal static partial class Secrets
{
    /// <summary>
    /// A value as it may be shown: all of it masked where its key, or a word in it such as <c>--password</c>, names a secret; else only
    /// the user's part of its URIs.
    /// </summary>
    public static string Hide(string key, string value) => SecretKeys.IsSecret(key) || value.Split(' ', '\t').Any(SecretKeys.IsSecret)
        ? SecretKeys.Mask
        : UserInfo().Replace(value, $"://{SecretKeys.Mask}@");

    [GeneratedRegex(@"://[^/@\s]+@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();
}
