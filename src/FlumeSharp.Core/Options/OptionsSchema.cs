using System.Collections.Concurrent;
using System.Reflection;

namespace FlumeSharp.Options;

/// <summary>The keys of an options class, read from its attributes once.</summary>
public sealed class OptionsSchema
{
    private static readonly ConcurrentDictionary<Type, OptionsSchema> Cache = new();

    private OptionsSchema(Type type)
    {
        OptionsType = type;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<FlumeOptionAttribute>() is { } option)
            {
                _options.Add(new(property, option));
            }
            else if (property.GetCustomAttribute<FlumeComponentOptionAttribute>() is { } component)
            {
                _components.Add((property, component));
            }
            else if (property.GetCustomAttribute<FlumeComponentListOptionAttribute>() is { } list)
            {
                _lists.Add((property, list));
            }
            else if (property.GetCustomAttribute<FlumeOptionPrefixAttribute>() is { } prefix)
            {
                _prefixes.Add((property, prefix.Prefix, null));
            }
            else if (property.GetCustomAttribute<FlumeOptionGroupAttribute>() is { } group)
            {
                AddGroup(property, group);
            }
        }

        Ignored = [.. _groups.Select(static group => group.PropertyType).Prepend(type).SelectMany(static t => t.GetCustomAttributes<FlumeIgnoredOptionAttribute>())];
        KnownKeys = [.. _options.SelectMany(static o => o.Keys), .. _components.Select(static c => c.Attribute.Key), .. _lists.Select(static l => l.Attribute.Key), .. Ignored.Select(static i => i.Key)];
    }

    private readonly List<OptionDescriptor> _options = [];
    private readonly List<(PropertyInfo Property, FlumeComponentOptionAttribute Attribute)> _components = [];
    private readonly List<(PropertyInfo Property, FlumeComponentListOptionAttribute Attribute)> _lists = [];
    private readonly List<(PropertyInfo Property, string Prefix, PropertyInfo? Group)> _prefixes = [];
    private readonly List<PropertyInfo> _groups = [];

    /// <summary>The class.</summary>
    public Type OptionsType { get; }

    /// <summary>Its plain keys.</summary>
    public IReadOnlyList<OptionDescriptor> Options => _options;

    /// <summary>Its keys that name other components.</summary>
    public IReadOnlyList<(PropertyInfo Property, FlumeComponentOptionAttribute Attribute)> Components => _components;

    /// <summary>Its keys that list other components.</summary>
    public IReadOnlyList<(PropertyInfo Property, FlumeComponentListOptionAttribute Attribute)> ComponentLists => _lists;

    /// <summary>Its prefixes that pass keys on unchecked, with the block they belong to where they are not the class's own.</summary>
    public IReadOnlyList<(PropertyInfo Property, string Prefix, PropertyInfo? Group)> Prefixes => _prefixes;

    /// <summary>Its blocks of options that several components share.</summary>
    public IReadOnlyList<PropertyInfo> Groups => _groups;

    /// <summary>Keys of Flume that are accepted and have no effect.</summary>
    public IReadOnlyList<FlumeIgnoredOptionAttribute> Ignored { get; }

    /// <summary>Every key by name, for suggestions.</summary>
    public IReadOnlyList<string> KnownKeys { get; }

    /// <summary>The schema of an options class.</summary>
    public static OptionsSchema For(Type type) => Cache.GetOrAdd(type, static t => new(t));

    /// <summary>Whether a class has bound properties, or its name says that it would.</summary>
    internal static bool IsOptionsType(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetConstructor([]) is not null;

    private void AddGroup(PropertyInfo property, FlumeOptionGroupAttribute group)
    {
        _groups.Add(property);
        foreach (var shared in property.PropertyType.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (shared.GetCustomAttribute<FlumeOptionAttribute>() is { } option)
            {
                if (!group.Except.Contains(option.Key, StringComparer.Ordinal))
                {
                    _options.Add(new(shared, option, property));
                }
            }
            else if (shared.GetCustomAttribute<FlumeOptionPrefixAttribute>() is { } prefix)
            {
                _prefixes.Add((shared, prefix.Prefix, property));
            }
        }
    }
}
