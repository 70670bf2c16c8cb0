namespace FlumeSharp.Configuration;

/// <summary>
/// Properties given by environment variables, which win over all files: <c>FLUME__a1__sinks__k1__hdfs__path</c> is
/// <c>a1.sinks.k1.hdfs.path</c>.
/// </summary>
/// <remarks>
/// Two underscores stand for a dot. Shells allow no dash in a name and people like capitals, so a variable means the key of the files that
/// reads the same without regard to letter case, an underscore standing for a dash too; where there is none, the key is new and as written.
/// </remarks>
internal static class EnvironmentOverlay
{
    private const string Prefix = "FLUME__";

    /// <summary>Puts the variables over the entries of the files.</summary>
    public static void Apply(OrderedDictionary<string, PropertiesEntry> entries, ConfigurationEnvironment environment, List<ConfigurationProblem> problems)
    {
        var variables = environment.Variables.Where(static variable => variable.Key.Length > Prefix.Length && variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static variable => variable.Key, StringComparer.Ordinal).ToList();
        if (variables.Count == 0)
            return;

        var keys = entries.Keys.ToLookup(Canonical, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            var location = new SourceLocation($"environment variable {name}", 0);
            var written = Written(name[Prefix.Length..]);
            var meant = keys[Canonical(written)].ToList();
            if (meant.Count > 1 && !meant.Contains(written, StringComparer.Ordinal))
            {
                problems.Add(new ConfigurationProblem(
                    ProblemSeverity.Error,
                    ProblemCodes.AmbiguousOverlay,
                    $"{JavaText.Quote(name)} may mean {string.Join(" or ", meant.Select(JavaText.Quote))}, and is ignored",
                    location,
                    Remedy: "write the key in the letter case of the file",
                    Key: written));
                continue;
            }

            var key = meant.Count == 1 ? meant[0] : written;
            entries[key] = new PropertiesEntry(key, value, location);
        }
    }

    /// <summary>The key as a variable spells it; the list's word is always in lower case.</summary>
    private static string Written(string name)
    {
        var parts = name.Replace("__", ".", StringComparison.Ordinal).Split('.');
        if (parts.Length > 1 && ComponentList.Find(parts[1].ToLowerInvariant()) is { } list)
            parts[1] = list.Word;
        return string.Join('.', parts);
    }

    private static string Canonical(string key)
        => key.Replace(".", "__", StringComparison.Ordinal).Replace('-', '_').ToUpperInvariant();
}
