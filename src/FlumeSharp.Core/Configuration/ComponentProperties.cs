using System.Diagnostics.CodeAnalysis;

namespace FlumeSharp.Configuration;

/// <summary>
/// The properties of one component, by the part of the key after the component's name. Names are case-sensitive and keep file order.
/// </summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed class ComponentProperties
{
    private readonly OrderedDictionary<string, ConfigurationProperty> _properties;

    private ComponentProperties(string prefix, OrderedDictionary<string, ConfigurationProperty> properties)
    {
        Prefix = prefix;
        _properties = properties;
    }

    /// <summary>No properties at all.</summary>
    public static ComponentProperties Empty { get; } = new("", new OrderedDictionary<string, ConfigurationProperty>(StringComparer.Ordinal));

    /// <summary>What all keys have in common, without the last dot, such as <c>a1.sources.r1</c>.</summary>
    public string Prefix { get; }

    /// <summary>The number of properties.</summary>
    public int Count => _properties.Count;

    /// <summary>The keys after <see cref="Prefix"/>, in file order.</summary>
    public IEnumerable<string> Keys => _properties.Keys;

    /// <summary>The value of a key, or null when it is not given.</summary>
    public string? this[string key] => _properties.TryGetValue(key, out var property) ? property.Value : null;

    /// <summary>Properties from values that no file holds, for embedding and tests; later values of a key win.</summary>
    /// <param name="prefix">What the keys would begin with in a file, without the last dot.</param>
    /// <param name="values">Keys after the prefix, and values.</param>
    public static ComponentProperties Create(string prefix, IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(values);
        return FromProperties(prefix, values.Select(pair => new KeyValuePair<string, ConfigurationProperty>(
            pair.Key, new ConfigurationProperty($"{prefix}.{pair.Key}", pair.Value, new SourceLocation("(memory)", 0)))));
    }

    /// <summary>Finds a property.</summary>
    /// <param name="key">The key after <see cref="Prefix"/>.</param>
    /// <param name="property">The property, with its exact key, value and place.</param>
    public bool TryGet(string key, [NotNullWhen(true)] out ConfigurationProperty? property) => _properties.TryGetValue(key, out property);

    /// <summary>The names in a list separated by white space, in written order and each once; none when the key is not given.</summary>
    /// <param name="key">The key after <see cref="Prefix"/>.</param>
    public IReadOnlyList<string> GetNames(string key) => JavaText.SplitNames(this[key]);

    /// <summary>The properties whose keys begin with <paramref name="prefix"/>, which is removed from them; places are kept.</summary>
    /// <param name="prefix">The beginning, with its last dot: <c>serializer.</c></param>
    public ComponentProperties WithPrefix(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var inner = _properties.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key[prefix.Length..], pair.Value));
        return FromProperties($"{Prefix}.{prefix}".TrimEnd('.'), inner);
    }

    internal static ComponentProperties FromProperties(string prefix, IEnumerable<KeyValuePair<string, ConfigurationProperty>> properties)
    {
        var byKey = new OrderedDictionary<string, ConfigurationProperty>(StringComparer.Ordinal);
        foreach (var (key, property) in properties)
            byKey[key] = property;
        return new ComponentProperties(prefix, byKey);
    }

    /// <summary>The same properties with another value for a key that is there.</summary>
    internal ComponentProperties Replace(string key, string value)
    {
        var copy = new OrderedDictionary<string, ConfigurationProperty>(_properties, StringComparer.Ordinal);
        copy[key] = copy[key] with { Value = value };
        return new ComponentProperties(Prefix, copy);
    }
}
