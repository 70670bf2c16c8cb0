using FlumeSharp.Options;

namespace FlumeSharp.Configuration;

/// <summary>
/// Sorts properties by agent, list and component: <c>agent.list = names</c> and <c>agent.list.component.key = value</c>.
/// </summary>
/// <param name="referenced">Keys that other values refer to: helper variables, which need no agent.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class AgentParser(IReadOnlySet<string> referenced, List<ConfigurationProblem> problems)
{
    private readonly OrderedDictionary<string, AgentDraft> _agents = new(StringComparer.Ordinal);

    /// <summary>The agents so far, in file order.</summary>
    public IReadOnlyList<AgentDraft> Agents => _agents.Values;

    /// <summary>Takes one entry of the merged files.</summary>
    /// <param name="entry">The entry as defined.</param>
    /// <param name="resolved">Its value with references replaced.</param>
    public void Add(PropertiesEntry entry, string resolved)
    {
        var key = JavaConvert.Trim(entry.Key);
        var property = new ConfigurationProperty(entry.Key, JavaConvert.Trim(resolved), entry.Location) { Written = JavaConvert.Trim(entry.Value) };
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        if (property.Value.Length == 0)
        {
            Report(EmptyValue(property), new FlumeError(key, "", FlumeErrorType.PropertyValueNull));
        }
        else if (dot <= 0)
        {
            Report(NoAgentName(property), new FlumeError(key, "", FlumeErrorType.AgentNameMissing));
        }
        else if (dot == key.Length - 1)
        {
            Report(
                Warning(ProblemCodes.NoPropertyName, property, $"{JavaText.Quote(key)} names an agent and nothing of it; the line is ignored"),
                new FlumeError(key, "", FlumeErrorType.PropertyNameNull));
        }
        else
        {
            AddTo(Agent(key[..dot], entry.Location), key[(dot + 1)..], property);
        }
    }

    /// <summary>The agent whose property a key would be, or null.</summary>
    public AgentDraft? AgentOf(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? _agents.GetValueOrDefault(key[..dot]) : null;
    }

    private AgentDraft Agent(string name, SourceLocation location)
    {
        if (!_agents.TryGetValue(name, out var agent))
            _agents[name] = agent = new AgentDraft(name, location);
        return agent;
    }

    private void AddTo(AgentDraft agent, string key, ConfigurationProperty property)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        var list = ComponentList.Find(dot < 0 ? key : key[..dot]);
        if (list is null)
        {
            agent.Strays.Add(property);
        }
        else if (dot < 0)
        {
            if (!agent.TryAddList(list, property))
                Report(ListDefinedTwice(agent, list, property), new FlumeError(agent.Name, list.Word, FlumeErrorType.DuplicateProperty));
        }
        else
        {
            // A component's name has at least one character, which may be a dot: 'sources..x.type' configures '.x'.
            var nameStart = dot + 1;
            var nameEnd = nameStart + 1 < key.Length ? key.IndexOf('.', nameStart + 1) : -1;
            if (nameEnd < 0 || nameEnd == key.Length - 1)
                agent.Strays.Add(property);
            else
                agent.Add(list, key[nameStart..nameEnd], key[(nameEnd + 1)..], property);
        }
    }

    private static ConfigurationProblem EmptyValue(ConfigurationProperty property)
        => Warning(ProblemCodes.EmptyValue, property, $"{JavaText.Quote(property.Key)} has no value and counts as absent") with
        {
            Remedy = "give it a value or remove the line",
        };

    private ConfigurationProblem NoAgentName(ConfigurationProperty property)
    {
        if (referenced.Contains(property.Key))
        {
            return Warning(ProblemCodes.NoAgentName, property, $"{JavaText.Quote(property.Key)} is a helper variable of other values") with
            {
                Severity = ProblemSeverity.Info,
            };
        }

        return Warning(
            ProblemCodes.NoAgentName, property, $"{JavaText.Quote(property.Key)} does not begin with an agent's name and a dot; the line is ignored") with
        {
            Remedy = "write agent.sources, agent.channels or agent.sinks first, or '#' before a comment",
        };
    }

    private static ConfigurationProblem ListDefinedTwice(AgentDraft agent, ComponentList list, ConfigurationProperty property)
        => Warning(
            ProblemCodes.ListDefinedTwice,
            property,
            $"Agent {JavaText.Quote(agent.Name)} has its list of {list.Noun}s already, at {agent.List(list)!.Location}; the first one counts") with
        {
            Component = agent.Name,
            Remedy = "name all of them in one list",
        };

    private static ConfigurationProblem Warning(string code, ConfigurationProperty property, string message)
        => new(ProblemSeverity.Warning, code, message, property.Location, Key: property.Key);

    private void Report(ConfigurationProblem problem, FlumeError error) => problems.Add(problem with { FlumeErrors = [error] });
}
