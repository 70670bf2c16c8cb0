using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Configuration.Filters;

/// <summary>Applies the configuration filters of an agent to the values of its listed components, one filter after the other.</summary>
/// <param name="draft">The agent; its values are replaced.</param>
/// <param name="environment">What filters may look up, and where their types are found.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class ConfigFilters(AgentDraft draft, ConfigurationEnvironment environment, List<ConfigurationProblem> problems)
{
    private static readonly ComponentList[] _filtered = [ComponentList.Sources, ComponentList.Channels, ComponentList.Sinks, ComponentList.SinkGroups];

    /// <summary>Makes the filters and applies each to what the ones before it left.</summary>
    public void Apply(IReadOnlyList<ComponentConfiguration> filters)
    {
        foreach (var filter in filters)
        {
            if (!IsUsed(filter.Name) || Make(filter) is not { } made)
                continue;

            var (instance, context) = made;
            try
            {
                Replace(filter, instance);
            }
            finally
            {
                (instance as IDisposable)?.Dispose();
            }

            foreach (var warning in context.Warnings)
                Report(ProblemSeverity.Warning, filter, warning, filter.Location, null);
        }
    }

    // A filter nothing refers to is not worth a program that is run or a store that is opened.
    private bool IsUsed(string name)
        => _filtered.Any(list => draft.Values(list).Any(property => property.Value.Contains($"${{{name}[", StringComparison.Ordinal)));

    private (IConfigFilter Filter, ConfigFilterContext Context)? Make(ComponentConfiguration filter)
    {
        var registry = environment.Components ?? BuiltIn.Registry;
        var title = $"Configuration filter {JavaText.Quote(filter.Name)} ({filter.Type})";
        if (registry.Find(ComponentKind.ConfigFilter, filter.Type) is not { } descriptor)
        {
            var (code, key, text, remedy) = UnknownTypes.Describe(registry, ComponentKind.ConfigFilter, filter.Type, "type");
            problems.Add(new(ProblemSeverity.Error, code, $"{title}: {text}", filter.Location, filter.Properties.Prefix, remedy, $"{filter.Properties.Prefix}.{key}"));
            return null;
        }

        var scope = new BindingScope(title, filter.Location, registry, static key => key == "type");
        var bound = OptionsBinder.Bind(descriptor.Options?.OptionsType, filter.Properties, scope);
        problems.AddRange(bound.Problems.Select(problem => problem with { Component = filter.Properties.Prefix }));
        if (bound.Problems.Any(static problem => problem.Severity == ProblemSeverity.Error))
            return null;

        var context = new ConfigFilterContext(filter.Name, environment);
        try
        {
            return (new ComponentActivator(NoServices.Instance).Create<IConfigFilter>(descriptor, bound.Options, context), context);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Anybody's code: whatever it throws, the agent goes on without the filter, as in Flume.
            Report(ProblemSeverity.Error, filter, $"it cannot be made: {failure.Message.TrimEnd('.')}", filter.Location, "references to it stay as text");
            return null;
        }
    }

    private void Replace(ComponentConfiguration filter, IConfigFilter instance)
    {
        var known = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var list in _filtered)
            draft.ReplaceValues(list, property => Replace(filter, instance, property, known));
    }

    private ConfigurationProperty Replace(ComponentConfiguration filter, IConfigFilter instance, ConfigurationProperty property, Dictionary<string, string?> known)
    {
        if (!property.Value.Contains("${", StringComparison.Ordinal))
            return property;
        try
        {
            var value = FilterReference.Pattern().Replace(property.Value, match => match.Groups["filter"].Value == filter.Name
                ? Value(filter, instance, match.Groups["key"].Value, property, known) ?? match.Value
                : match.Value);
            return value == property.Value ? property : property with { Value = value, IsFiltered = true };
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Report(ProblemSeverity.Error, filter, $"{failure.Message.TrimEnd('.')}; the value of {JavaText.Quote(property.Key)} keeps its references as text", property.Location, null, property.Key);
            return property;
        }
    }

    private string? Value(ComponentConfiguration filter, IConfigFilter instance, string key, ConfigurationProperty property, Dictionary<string, string?> known)
    {
        if (!known.TryGetValue(key, out var value))
            known[key] = value = instance.Resolve(key);
        if (value is null)
        {
            Report(
                ProblemSeverity.Error,
                filter,
                $"it has no value for '{key}', and the reference in {JavaText.Quote(property.Key)} stays as text",
                property.Location,
                "add the value, or correct the key between the brackets",
                property.Key);
        }

        return value;
    }

    private void Report(ProblemSeverity severity, ComponentConfiguration filter, string text, SourceLocation location, string? remedy, string? key = null)
        => problems.Add(new ConfigurationProblem(
            severity, ProblemCodes.FilterNotApplied, $"Configuration filter {JavaText.Quote(filter.Name)} ({filter.Type}): {text}", location, filter.Properties.Prefix, remedy, key));

    // Found by reflection, and so only when a configuration has filters.
    private static class BuiltIn
    {
        public static readonly ComponentRegistry Registry = new(typeof(ConfigFilters).Assembly);
    }
}
