using System.Collections.ObjectModel;
using FlumeSharp.Options;

namespace FlumeSharp.Configuration;

/// <summary>
/// Everything one or several properties files say about agents, as far as it can run, with every problem found on the way.
/// </summary>
/// <remarks>
/// Files are read into one map (a later definition wins), <c>${…}</c> references are replaced, keys and values are trimmed, and each agent
/// is validated. Loading never throws for what stands in a file. Immutable.
/// </remarks>
public sealed class FlumeConfiguration
{
    private FlumeConfiguration(
        IReadOnlyDictionary<string, AgentConfiguration> agents,
        IReadOnlyList<string> declaredAgentNames,
        IReadOnlyList<ConfigurationProperty> properties,
        IReadOnlyList<ConfigurationProblem> problems,
        bool isReadable)
    {
        Agents = agents;
        DeclaredAgentNames = declaredAgentNames;
        Properties = properties;
        Problems = problems;
        IsReadable = isReadable;
    }

    /// <summary>
    /// The agents that can run, by name. None at all when a file could not be read or has a malformed <c>\u</c> escape, which ends Java
    /// Flume too: what such a file means is not known.
    /// </summary>
    public IReadOnlyDictionary<string, AgentConfiguration> Agents { get; }

    /// <summary>Whether all files could be read and understood; else there are no <see cref="Agents"/>.</summary>
    public bool IsReadable { get; }

    /// <summary>Every name that the files use as an agent's, in file order, whether that agent can run or not.</summary>
    public IReadOnlyList<string> DeclaredAgentNames { get; }

    /// <summary>Every property with a value, in file order, used by a component or not.</summary>
    public IReadOnlyList<ConfigurationProperty> Properties { get; }

    /// <summary>What is wrong or odd, in file order.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; }

    /// <summary>Reads and validates files. A file that cannot be read is a problem, not an exception.</summary>
    /// <param name="files">Paths, merged in this order.</param>
    /// <param name="environment">What references may look up, and the encoding.</param>
    public static FlumeConfiguration Load(IEnumerable<string> files, ConfigurationEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(environment);
        return Build(files.Select(file => PropertiesFile.Read(file, environment.Encoding)).ToList(), environment);
    }

    /// <summary>The same with further problems, of whoever got the configuration here.</summary>
    internal FlumeConfiguration With(params IEnumerable<ConfigurationProblem> problems)
        => new(Agents, DeclaredAgentNames, Properties, [.. problems, .. Problems], IsReadable);

    /// <summary>Reads and validates text, for tests and embedding.</summary>
    /// <param name="text">The text of a properties file.</param>
    /// <param name="environment">What references may look up; nothing when left out.</param>
    /// <param name="file">The name under which problems mention the text.</param>
    public static FlumeConfiguration Parse(string text, ConfigurationEnvironment? environment = null, string file = "flume.conf")
        => Build([PropertiesReader.ReadText(file, text)], environment ?? new ConfigurationEnvironment());

    /// <summary>Validates documents that are read already.</summary>
    /// <param name="documents">What the files say, in merging order.</param>
    /// <param name="environment">What references may look up.</param>
    public static FlumeConfiguration Build(IReadOnlyList<PropertiesDocument> documents, ConfigurationEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(environment);
        var problems = new List<ConfigurationProblem>();
        var entries = MergedProperties.Merge(documents, problems);
        EnvironmentOverlay.Apply(entries, environment, problems);
        var isReadable = documents.All(document => document.Problems.All(problem => problem.Severity != ProblemSeverity.Error));

        var interpolator = new ValueInterpolator(entries, environment);
        var values = entries.Values.Select(entry => KeyValuePair.Create(entry, environment.ReplacesReferences ? interpolator.Resolve(entry) : entry.Value)).ToList();
        problems.AddRange(interpolator.Problems);

        var parser = new AgentParser(interpolator.Referenced, problems);
        foreach (var (entry, value) in values)
            parser.Add(entry, value);
        UnresolvedReferences.Report(
            environment.ReplacesReferences ? interpolator.Unresolved : UnresolvedReferences.In(entries.Values), parser, environment, problems);

        var agents = new OrderedDictionary<string, AgentConfiguration>(StringComparer.Ordinal);
        var strays = new StrayProperties(interpolator.Referenced, problems);
        var complete = new KnownNames(parser.Agents.Where(draft => draft.List(ComponentList.Channels) is not null).Select(draft => draft.Name));
        foreach (var draft in parser.Agents)
        {
            strays.Report(draft);
            if (draft.IsAgent && new AgentConfigurationValidator(draft, complete, environment, problems).Validate() is { } agent && isReadable)
                agents[agent.Name] = agent;
        }

        return new FlumeConfiguration(
            new ReadOnlyDictionary<string, AgentConfiguration>(agents),
            parser.Agents.Where(draft => draft.IsAgent).Select(draft => draft.Name).ToList(),
            values.Select(pair => new ConfigurationProperty(pair.Key.Key, JavaConvert.Trim(pair.Value), pair.Key.Location) { Written = JavaConvert.Trim(pair.Key.Value) })
                .Where(property => property.Value.Length > 0).ToList(),
            InFileOrder(problems, documents),
            isReadable);
    }

    private static List<ConfigurationProblem> InFileOrder(List<ConfigurationProblem> problems, IReadOnlyList<PropertiesDocument> documents)
    {
        var order = documents.Select(document => document.File).Distinct(StringComparer.Ordinal).ToList();
        return problems
            .OrderBy(problem => problem.Location is null ? -1 : order.IndexOf(problem.Location.File))
            .ThenBy(problem => problem.Location?.Line ?? 0)
            .ToList();
    }
}
