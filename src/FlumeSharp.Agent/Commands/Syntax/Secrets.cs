using System.Text.RegularExpressions;
using FlumeSharp.Options;

namespace FlumeSharp.Agent.Commands.Syntax;

/// <summary>Keeps secrets out of what commands print.</summary>
internal static partial class Secrets
{
    /// <summary>
    /// A value as it may be shown: all of it masked where its key, or a word in it such as <c>--password</c>, names a secret; else only
    /// the user's part of its URIs, and what <c>curl</c> and its like take as <c>-u user:password</c>.
    /// </summary>
    public static string Hide(string key, string value) => SecretKeys.IsSecret(key) || value.Split(' ', '\t').Any(SecretKeys.IsSecret)
        ? SecretKeys.Mask
        : UserSwitch().Replace(UserInfo().Replace(value, $"://{SecretKeys.Mask}@"), $"${{switch}}{SecretKeys.Mask}");

    [GeneratedRegex(@"://[^/@\s]+@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex("""(?<switch>(^|\s)(-u|-U|--user|--proxy-user)[\s=]*["']?)[^\s:"'/]+:[^\s"']+""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserSwitch();
}
