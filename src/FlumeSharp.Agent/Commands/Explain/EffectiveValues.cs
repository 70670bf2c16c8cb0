using FlumeSharp.Agent.Commands.Components;
using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Configuration;
using FlumeSharp.Options;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Explain;

/// <summary>The value of every key of a component and where it comes from: a line of a file, an old name, a reference, or the default.</summary>
internal sealed class EffectiveValues(SecretReferences secrets)
{
    /// <summary>All keys of a component, those of components that it names included.</summary>
    /// <param name="descriptor">Its type.</param>
    /// <param name="options">Its bound options.</param>
    /// <param name="properties">Its keys as written.</param>
    /// <param name="own">Keys that the agent itself reads, such as <c>channels</c>.</param>
    /// <param name="isElsewhere">Keys that are explained elsewhere.</param>
    public IReadOnlyList<ExplainedValue> Of(
        ComponentDescriptor descriptor, object? options, ComponentProperties properties, IReadOnlyList<string> own, Predicate<string> isElsewhere)
    {
        var values = own.Where(key => properties.TryGet(key, out _)).Select(key => Written(key, key, properties, null)).ToList();
        var used = own.ToHashSet(StringComparer.Ordinal);
        Add(values, used, descriptor, options, properties, "");
        foreach (var key in properties.Keys.Where(key => !used.Contains(key) && !isElsewhere(key)))
        {
            var isIgnored = descriptor.Options?.Ignored.Any(ignored => ignored.Covers(key)) == true;
            var written = Written(key, key, properties, null);
            values.Add(written with { From = $"{written.From}, {(isIgnored ? "without effect" : "nothing reads it")}" });
        }

        return values;
    }

    /// <summary>The keys of a component that is left out, so that nothing is known of the others.</summary>
    /// <param name="properties">Its properties.</param>
    /// <param name="prefix">What their keys begin with.</param>
    public IReadOnlyList<ExplainedValue> AsWritten(IEnumerable<ConfigurationProperty> properties, string prefix)
        => [.. properties.Select(property => (Key: property.Key.Trim()[(prefix.Length + 1)..], Property: property)).Select(pair => Written(pair.Key, pair.Key, pair.Property, null))];

    private void Add(List<ExplainedValue> values, HashSet<string> used, ComponentDescriptor descriptor, object? options, ComponentProperties properties, string prefix)
    {
        if (descriptor.Options is not { } schema || options is null)
        {
            return;
        }

        var keys = ComponentKeys.Of(descriptor).ToDictionary(static key => key.Name, StringComparer.Ordinal);
        foreach (var option in schema.Options)
        {
            used.UnionWith(option.Keys.Select(key => prefix + key));
            values.Add(OfOption(option, options, properties, prefix, keys[option.Attribute.Key]));
        }

        foreach (var (property, attribute) in schema.Components)
        {
            var key = prefix + attribute.Key;
            used.Add(key);
            var below = prefix + (attribute.Prefix ?? attribute.Key + ".");
            values.Add(properties.TryGet(key, out _) ? Written(key, key, properties, null) : new(key, attribute.Default ?? "(none)", "default"));
            if (property.GetValue(options) is ComponentReference named)
            {
                Add(values, used, named.Descriptor, named.Options, properties, below);
            }
        }

        foreach (var key in schema.Prefixes.SelectMany(entry => properties.Keys.Where(key => key.StartsWith(prefix + entry.Prefix, StringComparison.Ordinal))))
        {
            used.Add(key);
            values.Add(Written(key, key, properties, null));
        }
    }

    private ExplainedValue OfOption(OptionDescriptor option, object options, ComponentProperties properties, string prefix, ComponentKey key)
    {
        var value = option.GetValue(options);
        var shown = ComponentKeys.Write(option, value);
        if (option.Keys.FirstOrDefault(name => properties.TryGet(prefix + name, out _)) is { } written)
        {
            return Written(prefix + option.Attribute.Key, prefix + written, properties, value is null ? null : shown, option.IsSecret);
        }

        return new(prefix + option.Attribute.Key, key.Default.Length > 0 ? DocumentationComments.Plain(key.Default) : shown.Length > 0 ? shown : "(none)", "default");
    }

    // Where a key is written, and how its value came about.
    private ExplainedValue Written(string key, string writtenKey, ComponentProperties properties, string? effective, bool isSecret = false)
    {
        properties.TryGet(writtenKey, out var property);
        return Written(key, writtenKey, property!, effective, isSecret);
    }

    private ExplainedValue Written(string key, string writtenKey, ConfigurationProperty property, string? effective, bool isSecret = false)
    {
        var raw = SecretReferences.Written(property);
        var from = property.Location.ToString();
        if (!string.Equals(key, writtenKey, StringComparison.Ordinal))
        {
            from += $" as '{writtenKey}', its old name";
        }

        var isHidden = isSecret || SecretKeys.IsSecret(key) || secrets.IsSecret(property);
        if (raw.Contains("${", StringComparison.Ordinal) && !string.Equals(raw, property.Value, StringComparison.Ordinal))
        {
            from += isHidden ? ", by a reference" : $", from {Secrets.Hide(key, raw)}";
        }

        if (isHidden)
        {
            return new(key, SecretKeys.Mask, from);
        }

        // A lenient key may have fallen back to its default, a word may count as false.
        var differs = effective is not null && !string.Equals(effective, property.Value, StringComparison.OrdinalIgnoreCase);
        return new(key, Secrets.Hide(key, effective ?? property.Value), differs ? $"{from}, written '{Secrets.Hide(key, property.Value)}'" : from);
    }
}
