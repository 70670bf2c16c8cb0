using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Components;

namespace FlumeSharp.Agent.Commands.Migrate;

/// <summary>A component as files write it: the entries whose keys begin with its name, an interceptor, selector or processor apart from its owner.</summary>
internal sealed class WrittenComponent
{
    private static readonly Dictionary<string, ComponentKind> Lists = new(StringComparer.Ordinal)
    {
        ["sources"] = ComponentKind.Source,
        ["channels"] = ComponentKind.Channel,
        ["sinks"] = ComponentKind.Sink,
        ["sinkgroups"] = ComponentKind.SinkGroup,
        ["configfilters"] = ComponentKind.ConfigFilter,
    };

    /// <summary>What it is.</summary>
    public required ComponentKind Kind { get; init; }

    /// <summary>What its keys begin with, the last dot included.</summary>
    public required string Prefix { get; init; }

    /// <summary>Its entries by the key after the prefix; of a key that is written twice the last one.</summary>
    public Dictionary<string, SyntaxItem> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Its type as written, or null.</summary>
    public string? Type => Entries.GetValueOrDefault("type")?.Value.Trim();

    /// <summary>The components that some entries write.</summary>
    public static IReadOnlyList<WrittenComponent> In(IEnumerable<SyntaxItem> entries)
    {
        var components = new Dictionary<string, WrittenComponent>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.Key.Trim().Split('.', 4) is not [var agent, var list, { Length: > 0 } name, { Length: > 0 } key] || !Lists.TryGetValue(list, out var kind))
            {
                continue;
            }

            var prefix = $"{agent}.{list}.{name}.";
            var part = key.Split('.', 3);
            (kind, prefix, key) = (kind, part) switch
            {
                (ComponentKind.Source, ["interceptors", var interceptor, var rest]) => (ComponentKind.Interceptor, $"{prefix}interceptors.{interceptor}.", rest),
                (ComponentKind.Source, ["selector", ..]) when part.Length > 1 => (ComponentKind.Selector, prefix + "selector.", key["selector.".Length..]),
                (ComponentKind.SinkGroup, ["processor", ..]) when part.Length > 1 => (ComponentKind.SinkProcessor, prefix + "processor.", key["processor.".Length..]),
                _ => (kind, prefix, key),
            };
            if (!components.TryGetValue(prefix, out var component))
            {
                components[prefix] = component = new WrittenComponent { Kind = kind, Prefix = prefix };
            }

            component.Entries[key] = entry;
        }

        return [.. components.Values];
    }
}
