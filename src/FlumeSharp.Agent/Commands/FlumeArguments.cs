namespace FlumeSharp.Agent.Commands;

/// <summary>
/// Rewrites the spellings that Flume's launcher and Commons CLI accept into those of our parser: <c>-na1</c>, <c>-name a1</c>,
/// <c>--conf-fil x</c>, <c>-Dkey=value</c>, and the switches of a Java virtual machine.
/// </summary>
internal static class FlumeArguments
{
    /// <summary>Under this name a JVM flag reaches the parser.</summary>
    public const string JvmFlag = "--jvm-flag";

    private const string ValueSwitches = "nfcCiuzpba";

    private static readonly string[] JvmPrefixes = ["-X", "-agentlib", "-agentpath", "-javaagent", "-server", "-verbose:", "-ea", "-esa"];

    private static readonly string[] LongNames =
    [
        "name", "conf-file", "conf-uri", "zkConnString", "zkBasePath", "no-reload-conf", "poll-interval", "backup-directory", "conf-user",
        "conf-password", "auth-provider", "conf-provider", "help", "conf", "classpath", "dryrun", "plugins-path", "strict", "drain-timeout",
        "log-format", "encoding", "verify-host", "reload", "pid-file", "wait-for-config",
    ];

    // Short names of several letters: a single dash with more behind it otherwise means a letter and its value.
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["user"] = "conf-user",
        ["pwd"] = "conf-password",
        ["prov"] = "conf-provider",
    };

    /// <summary>Rewrites the words of a verb that Flume has; those of others stay as they are.</summary>
    public static IReadOnlyList<string> Normalize(string[] args)
    {
        if (args is not ["agent" or "node" or "validate" or "explain" or "graph", ..])
        {
            return args;
        }

        var normalized = new List<string>(args.Length + 4) { args[0] };
        for (var i = 1; i < args.Length; i++)
        {
            var word = args[i];
            if (word.Length < 2 || word[0] != '-')
            {
                normalized.Add(word);
            }
            else if (word is "-D" && i + 1 < args.Length)
            {
                normalized.Add($"-D={args[++i]}");
            }
            else if (word.StartsWith("-D", StringComparison.Ordinal))
            {
                normalized.Add($"-D={word[2..]}");
            }
            else if (Array.Exists(JvmPrefixes, prefix => word.StartsWith(prefix, StringComparison.Ordinal)))
            {
                normalized.Add($"{JvmFlag}={word}");
            }
            else
            {
                AddSwitch(normalized, word);
            }
        }

        return normalized;
    }

    private static void AddSwitch(List<string> normalized, string word)
    {
        var name = word.TrimStart('-');
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        var value = equals < 0 ? "" : name[equals..];
        name = equals < 0 ? name : name[..equals];
        if (name.Length > 1 && LongNameOf(name, word) is { } longName)
        {
            normalized.Add($"--{longName}{value}");
        }
        else if (word[1] != '-' && word.Length > 2 && ValueSwitches.Contains(word[1], StringComparison.Ordinal))
        {
            // Commons CLI takes -na1 and -n=a1 alike.
            normalized.Add(word[..2]);
            normalized.Add(word[2] == '=' ? word[3..] : word[2..]);
        }
        else
        {
            normalized.Add(word);
        }
    }

    private static string? LongNameOf(string name, string word)
    {
        if (Array.IndexOf(LongNames, name) >= 0)
        {
            return name;
        }

        if (ShortNames.TryGetValue(name, out var longName))
        {
            return longName;
        }

        // Only two dashes may shorten a name: -conf-f would hide a -c with a value.
        var matches = word.StartsWith("--", StringComparison.Ordinal)
            ? Array.FindAll(LongNames, candidate => candidate.StartsWith(name, StringComparison.Ordinal))
            : [];
        return matches is [var only] ? only : null;
    }
}
