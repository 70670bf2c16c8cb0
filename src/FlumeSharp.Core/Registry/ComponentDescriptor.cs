using FlumeSharp.Components;
using FlumeSharp.Options;

namespace FlumeSharp.Registry;

/// <summary>What the registry knows of one component type.</summary>
public sealed class ComponentDescriptor
{
    private readonly Lazy<OptionsSchema?> _options;

    internal ComponentDescriptor(Type type, FlumeComponentAttribute attribute, string origin)
    {
        Type = type;
        Kind = attribute.Kind;
        Alias = attribute.Alias;
        JavaClasses = attribute.JavaClasses;
        Stability = attribute.Stability;
        Origin = origin;
        _options = new(() => ComponentActivator.OptionsTypeOf(type) is { } options ? OptionsSchema.For(options) : null);
    }

    /// <summary>The .NET class.</summary>
    public Type Type { get; }

    /// <summary>What it is.</summary>
    public ComponentKind Kind { get; }

    /// <summary>The short name, where there is one.</summary>
    public string? Alias { get; }

    /// <summary>Java classes whose configuration it reads.</summary>
    public IReadOnlyList<string> JavaClasses { get; }

    /// <summary>How settled it is.</summary>
    public Stability Stability { get; }

    /// <summary>Where it comes from: <c>built-in</c>, or the plug-in's name.</summary>
    public string Origin { get; }

    /// <summary>Its keys, or <see langword="null"/> when it takes none.</summary>
    public OptionsSchema? Options => _options.Value;

    /// <summary>What people call it: the alias, else the first Java class, else the .NET name.</summary>
    public string DisplayName => Alias ?? JavaClasses.FirstOrDefault() ?? Type.FullName ?? Type.Name;
}
