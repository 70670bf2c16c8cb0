namespace FlumeSharp.Configuration;

/// <summary>
/// Properties given by environment variables, which win over all files: <c>FLUME__a1__sinks__k1__hdfs__path</c> is
/// <c>a1.sinks.k1.hdfs.path</c>.
/// </summary>
/// <remarks>
/// Two underscores stand for a dot. Shells allow no dash in a name and people like capitals, so a variable means the key of the files that
/// reads the same without regard to letter case, an underscore standing for a dash too. A key that no file has is new: its agent and its
/// component are those of the files that read the same, and the rest is as the variable spells it.
/// </remarks>
internal sealed class EnvironmentOverlay
{
    private const string Prefix = "FLUME__";

    private readonly OrderedDictionary<string, PropertiesEntry> _entries;
    private readonly List<ConfigurationProblem> _problems;
    private readonly List<(string Variable, string Name, string Value)> _variables;
    private readonly ILookup<string, string> _keys;
    private readonly OverlayNames _names = new();
    private readonly HashSet<string> _ownAgents;

    private EnvironmentOverlay(
        OrderedDictionary<string, PropertiesEntry> entries, List<(string Variable, string Name, string Value)> variables, List<ConfigurationProblem> problems)
    {
        _entries = entries;
        _variables = variables;
        _problems = problems;
        _keys = entries.Keys.ToLookup(OverlayNames.Canonical, StringComparer.Ordinal);
        foreach (var entry in entries.Values)
            _names.Add(entry.Key, entry.Value);
        _ownAgents = AgentsOf(variables.Select(static variable => Written(variable.Name)));
    }

    /// <summary>Puts the variables over the entries of the files.</summary>
    public static void Apply(OrderedDictionary<string, PropertiesEntry> entries, ConfigurationEnvironment environment, List<ConfigurationProblem> problems)
    {
        var variables = environment.Variables.Where(static variable => variable.Key.Length > Prefix.Length && variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static variable => variable.Key, StringComparer.Ordinal)
            .Select(static variable => (variable.Key, variable.Key[Prefix.Length..].Replace(".", "__", StringComparison.Ordinal), variable.Value)).ToList();
        if (variables.Count > 0)
            new EnvironmentOverlay(entries, variables, problems).Apply();
    }

    private void Apply()
    {
        foreach (var (variable, name, value) in _variables)
        {
            var location = new SourceLocation($"environment variable {variable}", 0);
            if (Meant(variable, name, location) is { } key)
            {
                _entries[key] = new PropertiesEntry(key, value, location);
                _names.Add(key, value);
            }
        }
    }

    // The key that a variable means; null when that is not known, which is a problem then.
    private string? Meant(string variable, string name, SourceLocation location)
    {
        var written = Written(name);
        var same = _keys[OverlayNames.Canonical(name)].ToList();
        if (same.Count > 0)
            return same.Count == 1 ? same[0] : same.Contains(written, StringComparer.Ordinal) ? written : Refuse(variable, written, same, location);

        var (spellings, length) = _names.Longest(name);
        if (length > 0)
        {
            var spelling = spellings.Count == 1 ? spellings[0] : spellings.FirstOrDefault(spelling => written.StartsWith($"{spelling}.", StringComparison.Ordinal));
            return spelling is null ? Refuse(variable, written, spellings, location) : Rejoin(spelling, name[(length + 2)..]);
        }

        var parts = written.Split('.');
        if (parts.Length < 2 || ComponentList.Find(parts[1]) is null || _ownAgents.Contains(parts[0]) || IsReferred(written))
            return written;

        _problems.Add(new ConfigurationProblem(
            ProblemSeverity.Warning,
            ProblemCodes.OverlayOfNothing,
            $"{JavaText.Quote(variable)} means no agent that is configured, and is ignored",
            location,
            Remedy: _names.Agents.Count == 0 ? "no agent is configured" : $"the agents are: {string.Join(", ", _names.Agents)}; write '_' for '-', and '__' for a dot",
            Key: written));
        return null;
    }

    private string? Refuse(string variable, string written, IEnumerable<string> meant, SourceLocation location)
    {
        _problems.Add(new ConfigurationProblem(
            ProblemSeverity.Error,
            ProblemCodes.AmbiguousOverlay,
            $"{JavaText.Quote(variable)} may mean {string.Join(" or ", meant.Select(JavaText.Quote))}, and is ignored",
            location,
            Remedy: "write the key in the letter case of the file",
            Key: written));
        return null;
    }

    private bool IsReferred(string key)
        => _entries.Values.Any(entry => entry.Value.Contains($"${{{key}", StringComparison.Ordinal));

    // Agents that variables alone define, as a container without a file may have them.
    private static HashSet<string> AgentsOf(IEnumerable<string> keys)
        => keys.Select(static key => key.Split('.')).Where(static parts => parts.Length == 2).GroupBy(static parts => parts[0], StringComparer.Ordinal)
            .Where(static lists => lists.Any(static list => list[1] == ComponentList.Channels.Word) && lists.Any(static list => list[1] == ComponentList.Sources.Word || list[1] == ComponentList.Sinks.Word))
            .Select(static lists => lists.Key).ToHashSet(StringComparer.Ordinal);

    private static string Rejoin(string spelling, string rest)
        => spelling.Contains('.', StringComparison.Ordinal) ? $"{spelling}.{Dotted(rest)}" : Written($"{spelling}__{rest}");

    /// <summary>The key as a variable spells it; the list's word is always in lower case.</summary>
    private static string Written(string name)
    {
        var parts = Dotted(name).Split('.');
        if (parts.Length > 1 && ComponentList.Find(parts[1].ToLowerInvariant()) is { } list)
            parts[1] = list.Word;
        return string.Join('.', parts);
    }

    private static string Dotted(string name) => name.Replace("__", ".", StringComparison.Ordinal);
}
