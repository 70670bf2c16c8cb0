using FlumeSharp.Configuration.Filters;
using FlumeSharp.Options;

namespace FlumeSharp.Configuration;

/// <summary>Says of each reference that stayed in a value what it was looking for.</summary>
internal static class UnresolvedReferences
{
    /// <summary>Adds a problem for each reference.</summary>
    public static void Report(
        IEnumerable<UnresolvedReference> references,
        AgentParser parser,
        ConfigurationEnvironment environment,
        List<ConfigurationProblem> problems)
    {
        foreach (var reference in references.Distinct())
        {
            var key = JavaConvert.Trim(reference.Entry.Key);
            var agent = parser.AgentOf(key);
            var filter = FilterReference.Pattern().Match(reference.Text);
            var looksLikeFilter = filter.Success && filter.Length == reference.Text.Length;
            var isFilter = looksLikeFilter && IsListed(filter.Groups["filter"].Value, agent, parser);
            if (isFilter && !IsOutOfReach(key, agent))
            {
                // The filter has its turn later, and says itself what it does not know.
                continue;
            }

            var (reason, remedy) = isFilter
                ? ("filters only replace what stands in sources, channels, sinks and sink groups", "write the value itself, or ${env:NAME}")
                : Explain(reference.Text[2..^1], looksLikeFilter, environment);
            problems.Add(new ConfigurationProblem(
                isFilter ? ProblemSeverity.Error : ProblemSeverity.Warning,
                isFilter ? ProblemCodes.FilterNotApplied : ProblemCodes.UnresolvedReference,
                $"{References.Describe(reference.Entry, reference.Text)} in {JavaText.Quote(key)} stays as text: {reason}",
                reference.Entry.Location,
                agent?.IsAgent == true ? agent.Name : null,
                remedy,
                reference.Entry.Key));
        }
    }

    /// <summary>All references of entries whose references are not replaced.</summary>
    public static IEnumerable<UnresolvedReference> In(IEnumerable<PropertiesEntry> entries)
    {
        foreach (var entry in entries)
        {
            var start = -1;
            while ((start = entry.Value.IndexOf("${", start + 1, StringComparison.Ordinal)) >= 0 && entry.Value.IndexOf('}', start) is > 0 and var end)
                yield return new UnresolvedReference(entry, entry.Value[start..(end + 1)]);
        }
    }

    /// <summary>Whether the agent has the filter; for a helper variable, which belongs to no agent, whether any has.</summary>
    private static bool IsListed(string filter, AgentDraft? agent, AgentParser parser)
        => agent?.IsAgent == true
            ? agent.IsListed(ComponentList.ConfigFilters, filter)
            : parser.Agents.Any(any => any.IsListed(ComponentList.ConfigFilters, filter));

    private static bool IsOutOfReach(string key, AgentDraft? agent)
        => agent?.IsAgent == true && key.Split('.', 4) is [_, _] or [_, "configfilters", ..];

    private static (string Reason, string Remedy) Explain(string name, bool looksLikeFilter, ConfigurationEnvironment environment)
    {
        const string Remedy = "define it, give a default as in ${name:-text}, or write $${ where the text is meant";
        if (!environment.ReplacesReferences && !looksLikeFilter)
            return ("references are not replaced in a configuration of ZooKeeper, as in Flume", "write the value itself, or use a configuration filter");
        if (looksLikeFilter)
            return ("no configuration filter of that name is listed", "list the filter in 'configfilters', or write $${ where the text is meant");

        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return environment.Variables.ContainsKey(name)
                ? ("no key of the configuration has that name", $"for the environment variable write ${{env:{name}}}")
                : ("no key of the configuration has that name", Remedy);
        }

        return name[..colon].ToUpperInvariant() switch
        {
            "ENV" => ("there is no such environment variable", Remedy),
            "SYS" => ("there is no such system property", "set it with -Dname=value, or give a default as in ${sys:name:-text}"),
            "DATE" => ("that is no date pattern", "see SimpleDateFormat for the letters"),
            "JAVA" => ("only version, runtime, vm, os, hardware and locale are known", Remedy),
            _ => ("there is no lookup of that name", "lookups are env, sys, java and date; write $${ where the text is meant"),
        };
    }
}
