using FlumeSharp.Components;

namespace FlumeSharp.Options;

/// <summary>
/// Binds an <c>IReadOnlyList&lt;ComponentReference&gt;</c> property to a key that lists names, blanks between them; below the key, a
/// dot and each name stand that component's <c>type</c> and its own options, which are checked with it.
/// </summary>
/// <param name="key">The key with the names.</param>
/// <param name="kind">What the components must be.</param>
/// <param name="defaultType">The type of a component that names none: alias, Java class or .NET type.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FlumeComponentListOptionAttribute(string key, ComponentKind kind, string defaultType) : Attribute
{
    /// <summary>The key with the names.</summary>
    public string Key { get; } = key;

    /// <summary>What the components must be.</summary>
    public ComponentKind Kind { get; } = kind;

    /// <summary>The interface that the components must implement, where components of their kind have several; <see langword="null"/>: that of the kind.</summary>
    public Type? Implements { get; init; }

    /// <summary>The type of a component that names none.</summary>
    public string DefaultType { get; } = defaultType;

    /// <summary>A word that stands for <see cref="DefaultType"/>, in any case; <see langword="null"/> when there is none.</summary>
    public string? DefaultWord { get; init; }

    /// <summary>At least one name must be there.</summary>
    public bool Required { get; init; }
}
