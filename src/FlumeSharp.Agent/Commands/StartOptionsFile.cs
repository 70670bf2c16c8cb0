using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands;

/// <summary>
/// Switches of <c>agent</c> that stand in a file, Flume's <c>flume.opts</c>: <c>/etc/flume/flume.opts</c>, or else the one in the
/// configuration folder. A switch on the command line wins over its line in the file.
/// </summary>
internal static class StartOptionsFile
{
    private const string FileName = "flume.opts";
    private const string SystemFile = "/etc/flume/flume.opts";

    // Long name, and the short one where there is one.
    private static readonly Dictionary<string, string> WithValue = new(StringComparer.Ordinal)
    {
        ["name"] = "n",
        ["conf-file"] = "f",
        ["conf-uri"] = "u",
        ["zkConnString"] = "z",
        ["zkBasePath"] = "p",
        ["poll-interval"] = "i",
        ["backup-directory"] = "b",
        ["conf-user"] = "user",
        ["conf-password"] = "pwd",
        ["auth-provider"] = "a",
        ["conf-provider"] = "prov",
        ["verify-host"] = "",
        ["plugins-path"] = "",
        ["drain-timeout"] = "",
        ["log-format"] = "",
        ["encoding"] = "",
    };

    private static readonly Dictionary<string, string> Flags = new(StringComparer.Ordinal) { ["no-reload-conf"] = "", ["strict"] = "", ["help"] = "h" };

    /// <summary>Adds the switches of the file that the command line does not give.</summary>
    /// <param name="words">The command line in our own spelling.</param>
    /// <param name="problems">What is wrong with the file; nothing runs then.</param>
    /// <param name="systemFile">The file that wins over the one in the configuration folder.</param>
    public static IReadOnlyList<string> Complete(IReadOnlyList<string> words, List<string> problems, string systemFile = SystemFile)
    {
        if (words is not ["agent" or "node", ..] || Find(words, systemFile) is not { } file)
        {
            return words;
        }

        var document = PropertiesReader.Read(file, File.ReadAllBytes(file));
        problems.AddRange(document.Problems.Select(static problem => problem.ToString()));
        var completed = new List<string>(words);
        foreach (var entry in document.Entries.GroupBy(static entry => entry.Key, StringComparer.Ordinal).Select(static same => same.Last()))
        {
            var key = entry.Key.TrimStart('-');
            if (Option(WithValue, key) is { } option)
            {
                AddUnlessGiven(completed, words, option, $"={entry.Value.Trim()}");
            }
            else if (Option(Flags, key) is not { } flag)
            {
                problems.Add($"Unrecognized option in {entry.Location}: {entry.Key}");
            }
            else if (entry.Value.Trim().ToLowerInvariant() is "true" or "yes" or "1")
            {
                AddUnlessGiven(completed, words, flag, "");
            }
        }

        return completed;
    }

    private static void AddUnlessGiven(List<string> completed, IReadOnlyList<string> words, (string Long, string Short) option, string value)
    {
        var isGiven = words.Any(word => word == $"--{option.Long}" || word.StartsWith($"--{option.Long}=", StringComparison.Ordinal)
            || (option.Short.Length > 0 && word == $"-{option.Short}"));
        if (!isGiven)
        {
            completed.Add($"--{option.Long}{value}");
        }
    }

    private static (string Long, string Short)? Option(Dictionary<string, string> options, string key)
    {
        foreach (var (name, letter) in options)
        {
            if (name == key || (letter.Length > 0 && letter == key))
            {
                return (name, letter);
            }
        }

        return null;
    }

    private static string? Find(IReadOnlyList<string> words, string systemFile)
    {
        if (File.Exists(systemFile))
        {
            return systemFile;
        }

        var file = ConfigurationFolder(words) is { } folder ? Path.Combine(folder, FileName) : null;
        return File.Exists(file) ? file : null;
    }

    private static string? ConfigurationFolder(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is "-c" or "--conf" && i + 1 < words.Count)
            {
                return words[i + 1];
            }

            if (words[i].StartsWith("--conf=", StringComparison.Ordinal))
            {
                return words[i]["--conf=".Length..];
            }
        }

        return null;
    }
}
