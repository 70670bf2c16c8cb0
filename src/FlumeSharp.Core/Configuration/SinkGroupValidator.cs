namespace FlumeSharp.Configuration;

/// <summary>
/// Cuts sink groups down to sinks that are there and in no earlier group. What the group's processor makes of them is judged when the
/// processor is made.
/// </summary>
internal sealed class SinkGroupValidator(
    AgentDraft draft, KnownNames sinks, ComponentChecks checks, List<ConfigurationProblem> problems)
{
    private static readonly ComponentList _list = ComponentList.SinkGroups;

    private readonly Dictionary<string, string> _groupOfSink = new(StringComparer.Ordinal);

    /// <summary>The groups that have a sink left, in declared order; of two groups that name a sink, the first keeps it.</summary>
    public IReadOnlyList<ComponentConfiguration> Validate()
    {
        var groups = new List<ComponentConfiguration>();
        foreach (var (name, properties) in checks.Given(_list))
        {
            if (Judge(name, properties) is { } group)
                groups.Add(group);
        }

        return groups;
    }

    private ComponentConfiguration? Judge(string name, ComponentProperties properties)
    {
        var title = $"Sink group {JavaText.Quote(name)}";
        if (!properties.TryGet("sinks", out var property))
        {
            Report(ProblemSeverity.Error, ProblemCodes.GroupWithoutSinks, $"{title} names no sinks; it is dropped", properties, null, $"add '{properties.Prefix}.sinks = …'");
            return null;
        }

        properties.TryGet("processor.type", out var processor);
        if (string.Equals(processor?.Value, FlumeTypeNames.Other, StringComparison.OrdinalIgnoreCase))
        {
            Report(
                ProblemSeverity.Error,
                ProblemCodes.ProcessorTypeOther,
                $"{title}: 'other' is no processor type; the group is dropped and its sinks run alone",
                properties,
                processor,
                "write default, failover, load_balance or a class",
                new FlumeError(draft.Name, name, FlumeErrorType.ConfigError));
            return null;
        }

        var members = Members(name, title, properties, property);
        if (members.Count == 0)
        {
            var error = new FlumeError(draft.Name, name, FlumeErrorType.ConfigError);
            Report(ProblemSeverity.Error, ProblemCodes.GroupEmpty, $"{title} has no usable sink; it is dropped", properties, property, "name at least one sink that can run", error, error);
            return null;
        }

        if (processor is null && members.Count == 1)
        {
            // For several sinks there is no default; the plan refuses such a group.
            Report(
                ProblemSeverity.Warning,
                ProblemCodes.ProcessorTypeMissing,
                $"{title} has no 'processor.type'; its one sink runs with the default processor",
                properties,
                property,
                $"add '{properties.Prefix}.processor.type = default'");
        }

        return new ComponentConfiguration
        {
            Name = name,
            Kind = _list.Kind,
            Type = processor?.Value ?? "default",
            Location = processor?.Location ?? property.Location,
            Properties = properties.Replace("sinks", string.Join(' ', members)),
        };
    }

    private List<string> Members(string group, string title, ComponentProperties properties, ConfigurationProperty property)
    {
        var members = new List<string>();
        foreach (var sink in JavaText.SplitNames(property.Value))
        {
            if (_groupOfSink.TryGetValue(sink, out var owner))
            {
                Report(
                    ProblemSeverity.Warning,
                    ProblemCodes.GroupSinkTaken,
                    $"{title} names sink {JavaText.Quote(sink)}, which belongs to group {JavaText.Quote(owner)} already, and runs without it",
                    properties,
                    property,
                    "a sink can be in one group: take it out of one of them",
                    new FlumeError(draft.Name, group, FlumeErrorType.PropertyPartOfAnotherGroup));
            }
            else if (!sinks.Contains(sink))
            {
                Report(
                    ProblemSeverity.Warning,
                    ProblemCodes.GroupSinkUnknown,
                    $"{title} names {JavaText.Quote(sink)}, which is no usable sink of agent {JavaText.Quote(draft.Name)}, and runs without it",
                    properties,
                    property,
                    UnknownRemedy(sink),
                    new FlumeError(draft.Name, sink, FlumeErrorType.InvalidProperty));
            }
            else
            {
                _groupOfSink[sink] = group;
                members.Add(sink);
            }
        }

        return members;
    }

    private string UnknownRemedy(string sink)
    {
        if (sink.Contains(',', StringComparison.Ordinal))
            return $"names are separated by blanks, not commas: 'sinks = {string.Join(' ', sink.Split(',', StringSplitOptions.RemoveEmptyEntries))}'";
        if (draft.IsListed(ComponentList.Sinks, sink))
            return "the sink was dropped for a problem of its own: mend that";
        if (draft.IsConfigured(ComponentList.Sinks, sink))
            return $"add the sink to the list '{draft.Name}.sinks'";
        return sinks.Remedy(sink, "the usable sinks are");
    }

    private void Report(
        ProblemSeverity severity,
        string code,
        string message,
        ComponentProperties group,
        ConfigurationProperty? property,
        string remedy,
        params FlumeError[] errors)
        => problems.Add(new ConfigurationProblem(
            severity, code, message, property?.Location ?? draft.List(_list)!.Location, group.Prefix, remedy, property?.Key)
        { FlumeErrors = errors });
}
