using FlumeSharp.Options;

namespace FlumeSharp.Configuration;

/// <summary>Explains properties that begin with a name and a dot but belong to no component, with what was probably meant.</summary>
internal sealed class StrayProperties(IReadOnlySet<string> referenced, List<ConfigurationProblem> problems)
{
    /// <summary>Reports the strays of an agent, or of what is no agent because it has nothing else.</summary>
    public void Report(AgentDraft agent)
    {
        List<FlumeError> noAgent = agent.IsAgent
            ? []
            : [new(agent.Name, "channels", FlumeErrorType.PropertyValueNull), new(agent.Name, "", FlumeErrorType.AgentConfigurationInvalid)];
        foreach (var property in agent.Strays)
        {
            // The reported key is what follows the agent's name, as in Flume's own error.
            var key = JavaConvert.Trim(property.Key)[(agent.Name.Length + 1)..];
            problems.Add(Explain(agent, key, property) with
            {
                FlumeErrors = [new FlumeError(agent.Name, key, FlumeErrorType.InvalidProperty), .. noAgent],
            });
            noAgent.Clear();
        }
    }

    private ConfigurationProblem Explain(AgentDraft agent, string key, ConfigurationProperty property)
    {
        var problem = new ConfigurationProblem(
            ProblemSeverity.Warning,
            ProblemCodes.NotAComponentProperty,
            $"{JavaText.Quote(property.Key)} is no property of a component; the line is ignored",
            property.Location,
            agent.IsAgent ? agent.Name : null,
            Key: property.Key);
        if (referenced.Contains(property.Key))
        {
            return problem with
            {
                Severity = ProblemSeverity.Info,
                Message = $"{JavaText.Quote(property.Key)} is a helper variable of other values",
            };
        }

        return problem with { Remedy = Remedy(agent, key) };
    }

    private static string? Remedy(AgentDraft agent, string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        var word = dot < 0 ? key : key[..dot];
        var rest = dot < 0 ? "" : key[dot..];
        if (ComponentList.Find(word) is { } list)
        {
            var component = rest.Trim('.') is { Length: > 0 } given ? given : "name";
            return $"write the property after the component's name, as in '{agent.Prefix(list, component)}.type'";
        }

        if (Suggestion.For(word, ComponentList.All.Select(known => known.Word)) is { } near)
            return $"did you mean {JavaText.Quote($"{agent.Name}.{near}{rest}")}?";

        foreach (var known in ComponentList.All)
        {
            if (agent.IsConfigured(known, word))
                return $"did you mean {JavaText.Quote($"{agent.Name}.{known.Word}.{key}")}?";
        }

        return agent.IsAgent ? "after the agent's name comes sources, channels, sinks, sinkgroups or configfilters" : null;
    }
}
