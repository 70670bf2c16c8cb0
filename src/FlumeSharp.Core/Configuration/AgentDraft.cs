namespace FlumeSharp.Configuration;

/// <summary>What the files say about one agent, before anything is judged.</summary>
internal sealed class AgentDraft(string name, SourceLocation location)
{
    private readonly Dictionary<ComponentList, ConfigurationProperty> _lists = [];
    private readonly Dictionary<ComponentList, (List<string> InOrder, HashSet<string> Set)> _names = [];
    private readonly Dictionary<ComponentList, OrderedDictionary<string, List<KeyValuePair<string, ConfigurationProperty>>>> _components = [];

    public string Name { get; } = name;

    /// <summary>The first property that names the agent.</summary>
    public SourceLocation Location { get; } = location;

    /// <summary>Properties that are neither a list nor a component's.</summary>
    public List<ConfigurationProperty> Strays { get; } = [];

    /// <summary>True when at least one property follows the grammar; else the "agent" is only the first word of some other key.</summary>
    public bool IsAgent => _lists.Count > 0 || _components.Count > 0;

    public ConfigurationProperty? List(ComponentList list) => _lists.GetValueOrDefault(list);

    /// <summary>The names in a list, in written order.</summary>
    public IReadOnlyList<string> Listed(ComponentList list) => Names(list).InOrder;

    /// <summary>Whether a list names a component.</summary>
    public bool IsListed(ComponentList list, string component) => Names(list).Set.Contains(component);

    /// <summary>Whether a component has properties, listed or not.</summary>
    public bool IsConfigured(ComponentList list, string component)
        => _components.TryGetValue(list, out var byName) && byName.ContainsKey(component);

    /// <summary>The components of a kind that have properties, listed or not.</summary>
    public IEnumerable<string> Configured(ComponentList list) => _components.TryGetValue(list, out var byName) ? byName.Keys : [];

    /// <summary>The properties of a component, or null when it has none.</summary>
    public ComponentProperties? Properties(ComponentList list, string component)
        => _components.TryGetValue(list, out var byName) && byName.TryGetValue(component, out var properties)
            ? ComponentProperties.FromProperties(Prefix(list, component), properties)
            : null;

    /// <summary>The properties of all listed components of a kind.</summary>
    public IEnumerable<ConfigurationProperty> Values(ComponentList list)
        => _components.TryGetValue(list, out var byName)
            ? byName.Where(component => IsListed(list, component.Key)).SelectMany(static component => component.Value).Select(static pair => pair.Value)
            : [];

    /// <summary>Replaces the properties of all listed components of a kind.</summary>
    public void ReplaceValues(ComponentList list, Func<ConfigurationProperty, ConfigurationProperty> replace)
    {
        if (!_components.TryGetValue(list, out var byName))
            return;
        foreach (var (name, properties) in byName)
        {
            for (var i = 0; i < properties.Count && IsListed(list, name); i++)
                properties[i] = KeyValuePair.Create(properties[i].Key, replace(properties[i].Value));
        }
    }

    /// <summary>What the keys of a component begin with.</summary>
    public string Prefix(ComponentList list, string component) => $"{Name}.{list.Word}.{component}";

    /// <summary>Takes a list of names; false when the agent has that list already.</summary>
    public bool TryAddList(ComponentList list, ConfigurationProperty property) => _lists.TryAdd(list, property);

    public void Add(ComponentList list, string component, string key, ConfigurationProperty property)
    {
        if (!_components.TryGetValue(list, out var byName))
            _components[list] = byName = new OrderedDictionary<string, List<KeyValuePair<string, ConfigurationProperty>>>(StringComparer.Ordinal);
        if (!byName.TryGetValue(component, out var properties))
            byName[component] = properties = [];
        properties.Add(KeyValuePair.Create(key, property));
    }

    /// <summary>A list is split once: the parser is done with the agent when somebody first asks.</summary>
    private (List<string> InOrder, HashSet<string> Set) Names(ComponentList list)
    {
        if (!_names.TryGetValue(list, out var names))
        {
            var inOrder = list.Split(List(list)?.Value);
            _names[list] = names = (inOrder, inOrder.ToHashSet(StringComparer.Ordinal));
        }

        return names;
    }
}
