using System.Net.Security;
using System.Text.RegularExpressions;

namespace FlumeSharp.Sources.Tls;

// Cipher suites by their standard names, which are Java's too; each entry of a list may be a pattern, as Flume's HTTP server takes it.
internal static class CipherSuites
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>The suites that remain, or <see langword="null"/> when neither list names any: then the platform's own order stands.</summary>
    /// <exception cref="FlumeException">None remains, or the platform cannot choose suites.</exception>
    public static CipherSuitesPolicy? Policy(string component, IReadOnlyList<string> include, IReadOnlyList<string> exclude)
    {
        if (include.Count == 0 && exclude.Count == 0)
        {
            return null;
        }

        if (OperatingSystem.IsWindows() || OperatingSystem.IsAndroid())
        {
            throw new FlumeException($"{component}: this platform does not let a program choose cipher suites; remove the cipher-suites keys.");
        }

        var suites = Enum.GetValues<TlsCipherSuite>()
            .Where(suite => (include.Count == 0 || Matches(include, suite)) && !Matches(exclude, suite))
            .ToList();
        return suites.Count > 0
            ? new CipherSuitesPolicy(suites)
            : throw new FlumeException($"{component}: no cipher suite is left; include-cipher-suites and exclude-cipher-suites exclude each other, or name none that exists.");
    }

    private static bool Matches(IReadOnlyList<string> names, TlsCipherSuite suite)
    {
        var name = suite.ToString();
        return names.Any(n => string.Equals(n, name, StringComparison.Ordinal)
            || Regex.IsMatch(name, $@"\A(?:{n})\z", RegexOptions.CultureInvariant, LongestMatch));
    }
}
