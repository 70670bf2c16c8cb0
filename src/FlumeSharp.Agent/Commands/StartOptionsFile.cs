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

    // Those that are about this file, or about what is run, stand on the command line only.
    private static readonly string[] OnlyOnCommandLine = ["--conf", "--classpath", "--dryrun", "-D", FlumeArguments.JvmFlag];

    // Long name, and the short one where there is one.
    private static readonly (string Long, string Short, bool IsFlag)[] Switches =
    [
        .. new AgentOptions().OfAgent.ExceptBy(OnlyOnCommandLine, static option => option.Name)
            .Select(static option => (option.Name.TrimStart('-'), option.Aliases.FirstOrDefault("").TrimStart('-'), option.ValueType == typeof(bool))),
        ("help", "h", true),
    ];

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
            var option = Array.Find(Switches, option => key.Length > 0 && (option.Long == key || option.Short == key));
            if (option.Long is null)
            {
                problems.Add($"Unrecognized option in {entry.Location}: {entry.Key}");
            }
            else if (!option.IsFlag)
            {
                AddUnlessGiven(completed, words, option.Long, option.Short, $"={entry.Value.Trim()}");
            }
            else if (entry.Value.Trim().ToLowerInvariant() is "true" or "yes" or "1")
            {
                AddUnlessGiven(completed, words, option.Long, option.Short, "");
            }
        }

        return completed;
    }

    private static void AddUnlessGiven(List<string> completed, IReadOnlyList<string> words, string name, string letter, string value)
    {
        var isGiven = words.Any(word => word == $"--{name}" || word.StartsWith($"--{name}=", StringComparison.Ordinal)
            || (letter.Length > 0 && word == $"-{letter}"));
        if (!isGiven)
        {
            completed.Add($"--{name}{value}");
        }
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
