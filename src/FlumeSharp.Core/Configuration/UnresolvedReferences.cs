using System.Text.RegularExpressions;
using FlumeSharp.Options;

namespace FlumeSharp.Configuration;

/// <summary>Says of each reference that stayed in a value what it was looking for.</summary>
internal static partial class UnresolvedReferences
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
            var filter = FilterReference().Match(reference.Text);
            var isFilter = filter.Success && agent is not null
                && agent.IsListed(ComponentList.ConfigFilters, filter.Groups["filter"].Value);
            var (reason, remedy) = isFilter
                ? ("configuration filters are not applied yet", "give the value by ${env:NAME} or in the file")
                : Explain(reference.Text[2..^1], filter.Success, environment);
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

    private static (string Reason, string Remedy) Explain(string name, bool looksLikeFilter, ConfigurationEnvironment environment)
    {
        const string Remedy = "define it, give a default as in ${name:-text}, or write $${ where the text is meant";
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

    [GeneratedRegex("""^\$\{(?<filter>[^\[\]{}]+)\[(?<quote>['"]?)[-_a-zA-Z0-9]+\k<quote>\]\}$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FilterReference();
}
