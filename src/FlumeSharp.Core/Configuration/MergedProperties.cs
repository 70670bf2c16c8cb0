namespace FlumeSharp.Configuration;

/// <summary>The entries of several files as one map: a later definition of a key wins, in its first definition's place.</summary>
internal static class MergedProperties
{
    public static OrderedDictionary<string, PropertiesEntry> Merge(
        IEnumerable<PropertiesDocument> documents, List<ConfigurationProblem> problems)
    {
        var merged = new OrderedDictionary<string, PropertiesEntry>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            problems.AddRange(document.Problems);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in document.Entries)
            {
                // Another file overriding a key is what several files are for; the same file doing so is mostly a slip.
                if (!seen.Add(entry.Key))
                    problems.Add(DefinedTwice(merged[entry.Key], entry));
                merged[entry.Key] = entry;
            }
        }

        return merged;
    }

    private static ConfigurationProblem DefinedTwice(PropertiesEntry earlier, PropertiesEntry later)
    {
        var differs = !string.Equals(earlier.Value, later.Value, StringComparison.Ordinal);
        return new ConfigurationProblem(
            differs ? ProblemSeverity.Warning : ProblemSeverity.Info,
            ProblemCodes.DefinedTwice,
            $"{JavaText.Quote(later.Key)} is defined again{(differs ? " with another value" : "")}; the definition at {earlier.Location} no longer counts",
            later.Location,
            Remedy: "remove one of the two",
            Key: later.Key);
    }
}
