using FlumeSharp.Components;

namespace FlumeSharp.Configuration;

/// <summary>A component that validation let through: what it is called, what it is, and its properties.</summary>
public sealed class ComponentConfiguration
{
    /// <summary>The name given in the agent's list.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of component it is.</summary>
    public required ComponentKind Kind { get; init; }

    /// <summary>
    /// The type as written: an alias, a Java class or a .NET type. For a sink group, the type of its sink processor, <c>default</c> when
    /// none is written.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Where the type is given.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>
    /// All properties after the component's name. A source's <c>channels</c> and a group's <c>sinks</c> name only what survived validation.
    /// </summary>
    public required ComponentProperties Properties { get; init; }
}
