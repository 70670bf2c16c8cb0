using FlumeSharp.Components;

namespace FlumeSharp.Configuration;

/// <summary>The checks that components of every kind go through: they are listed, have properties and have a type.</summary>
internal sealed class ComponentChecks(AgentDraft draft, List<ConfigurationProblem> problems)
{
    private readonly Dictionary<ComponentList, KnownNames> _unlisted = [];

    /// <summary>The listed components of a kind that pass these checks and those of <paramref name="judge"/>.</summary>
    /// <param name="list">The kind.</param>
    /// <param name="judge">Returns the component as it goes into the model, or null after reporting why it cannot.</param>
    public IReadOnlyList<ComponentConfiguration> Survivors(
        ComponentList list, Func<ComponentList, ComponentConfiguration, ComponentConfiguration?> judge)
    {
        var survivors = new List<ComponentConfiguration>();
        foreach (var (name, properties) in Given(list))
        {
            if (Typed(list, name, properties) is { } component && judge(list, component) is { } survivor)
                survivors.Add(survivor);
        }

        return survivors;
    }

    /// <summary>The listed components of a kind that have properties, in listed order; the others are reported.</summary>
    public IEnumerable<(string Name, ComponentProperties Properties)> Given(ComponentList list)
    {
        var comment = new List<string>();
        foreach (var name in draft.Listed(list))
        {
            if (draft.Properties(list, name) is { } properties)
                yield return (name, properties);
            else if (name[0] == '#' || comment.Count > 0)
                comment.Add(name);
            else
                ReportWithoutProperties(list, [name], MissingPropertiesRemedy(list, name));
        }

        // What follows a '#' was meant as a comment: one problem says so for all its words.
        if (comment.Count > 0)
            ReportWithoutProperties(list, comment, "'#' begins a comment only at the beginning of a line: move the comment to a line of its own");
    }

    private void ReportWithoutProperties(ComponentList list, List<string> names, string remedy)
    {
        var listed = draft.List(list)!;
        problems.Add(new ConfigurationProblem(
            ProblemSeverity.Error,
            ProblemCodes.ListedWithoutProperties,
            $"{list.Title} {JavaText.Quote(string.Join(' ', names))} is listed but has no properties; it is dropped",
            listed.Location,
            draft.Prefix(list, names[0]),
            remedy,
            listed.Key)
        {
            FlumeErrors = [.. names.Select(name => new FlumeError(draft.Name, name, FlumeErrorType.ConfigError))],
        });
    }

    /// <summary>Reports components that have properties but are in no list, and so are never used.</summary>
    public void ReportUnlisted()
    {
        foreach (var list in ComponentList.All)
        {
            // Where a whole list is missing, one problem about the list says more than one for each of its components.
            var hasOwnProblem = list.Kind is ComponentKind.Source or ComponentKind.Sink or ComponentKind.Channel;
            if (draft.List(list) is null && hasOwnProblem)
                continue;

            foreach (var name in draft.Configured(list).Where(name => !draft.IsListed(list, name)))
            {
                var properties = draft.Properties(list, name)!;
                problems.Add(new ConfigurationProblem(
                    ProblemSeverity.Warning,
                    ProblemCodes.NotListed,
                    $"{list.Title} {JavaText.Quote(name)} has properties but is not listed in '{draft.Name}.{list.Word}'; it is not used",
                    First(properties).Location,
                    properties.Prefix,
                    "add its name to the list or remove its properties"));
            }
        }
    }

    private ComponentConfiguration? Typed(ComponentList list, string name, ComponentProperties properties)
    {
        var type = properties["type"];
        if (!HasUsableConfig(list, name, type, properties))
            return null;
        if (properties.TryGet("type", out var property))
        {
            return new ComponentConfiguration
            {
                Name = name,
                Kind = list.Kind,
                Type = property.Value,
                Location = property.Location,
                Properties = properties,
            };
        }

        var near = Suggestion.For("type", properties.Keys);
        problems.Add(new ConfigurationProblem(
            ProblemSeverity.Error,
            ProblemCodes.NoType,
            $"{list.Title} {JavaText.Quote(name)} has no type; it is dropped",
            First(properties).Location,
            properties.Prefix,
            near is null ? $"add '{properties.Prefix}.type = …'" : $"did you mean '{properties.Prefix}.type' by '{properties.Prefix}.{near}'?")
        {
            FlumeErrors = [new FlumeError(name, "type", FlumeErrorType.AttrsMissing)],
        });
        return null;
    }

    /// <summary>
    /// In Flume the property <c>config</c> of a component of a type it does not know names a Java configuration class, and the component is
    /// removed when there is no such class.
    /// </summary>
    private bool HasUsableConfig(ComponentList list, string name, string? type, ComponentProperties properties)
    {
        if (list == ComponentList.ConfigFilters
            || FlumeTypeNames.IsKnown(list.Kind, type)
            || !properties.TryGet("config", out var config)
            || FlumeTypeNames.IsAlias(list.Kind, config.Value))
        {
            return true;
        }

        problems.Add(JavaConfigurationClass($"{list.Title} {JavaText.Quote(name)}", config, properties.Prefix));
        return false;
    }

    /// <summary>The problem of a <c>config</c> property that names something only Java could load.</summary>
    public static ConfigurationProblem JavaConfigurationClass(string component, ConfigurationProperty config, string prefix)
        => new(
            ProblemSeverity.Error,
            ProblemCodes.JavaConfigurationClass,
            $"{component} names the Java configuration class {JavaText.Quote(config.Value)} in 'config'; it is dropped",
            config.Location,
            prefix,
            "remove the property: there is nothing it could load here",
            config.Key);

    /// <summary>Components that have properties and are in no list: one of them is probably meant by a listed name without properties.</summary>
    private KnownNames Unlisted(ComponentList list)
    {
        if (!_unlisted.TryGetValue(list, out var names))
            _unlisted[list] = names = new KnownNames(draft.Configured(list).Where(name => !draft.IsListed(list, name)));
        return names;
    }

    private string MissingPropertiesRemedy(ComponentList list, string name)
    {
        var key = $"{draft.Name}.{list.Word}";
        if (name.Contains(',', StringComparison.Ordinal))
            return $"names are separated by blanks, not commas: '{key} = {string.Join(' ', name.Split(',', StringSplitOptions.RemoveEmptyEntries))}'";
        if (name.Contains('\t', StringComparison.Ordinal))
            return "names in this list are separated by spaces; a tab is part of the name";
        foreach (var other in ComponentList.All)
        {
            if (other != list && draft.IsConfigured(other, name) && !draft.IsListed(other, name))
                return $"a {other.Noun} of that name is configured: list it in '{draft.Name}.{other.Word}'";
        }

        return Unlisted(list).Nearest(name) is { } near
            ? $"did you mean {JavaText.Quote(near)}?"
            : $"add '{draft.Prefix(list, name)}.type = …' or take the name out of '{key}'";
    }

    private static ConfigurationProperty First(ComponentProperties properties)
        => properties.TryGet(properties.Keys.First(), out var property) ? property : throw new ArgumentException("no properties", nameof(properties));
}
