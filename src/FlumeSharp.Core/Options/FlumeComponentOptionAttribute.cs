using FlumeSharp.Components;

namespace FlumeSharp.Options;

/// <summary>
/// Binds a <see cref="ComponentReference"/> property to a key that names another component, such as <c>serializer</c>; the keys
/// below <see cref="Prefix"/> are that component's own options and are checked with it.
/// </summary>
/// <param name="key">The key that names the component by alias, Java class or .NET type.</param>
/// <param name="kind">What the component must be.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FlumeComponentOptionAttribute(string key, ComponentKind kind) : Attribute
{
    /// <summary>The key that names the component.</summary>
    public string Key { get; } = key;

    /// <summary>What the component must be.</summary>
    public ComponentKind Kind { get; } = kind;

    /// <summary>The interface that the component must implement, where components of its kind have several; <see langword="null"/>: that of the kind.</summary>
    public Type? Implements { get; init; }

    /// <summary>The alias used when the key is absent; <see langword="null"/> leaves the property null.</summary>
    public string? Default { get; init; }

    /// <summary>Where the component's own keys stand. Default: the key and a dot.</summary>
    public string? Prefix { get; init; }
}
