using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>
/// Makes a class known to the registry: by alias, by the Java class names it stands in for, and by its own .NET name. Built-in
/// assemblies and plug-ins are searched for it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class FlumeComponentAttribute : Attribute
{
    /// <summary>Names the component.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="alias">The short name, any case; <see langword="null"/> where Flume has none and neither have we.</param>
    /// <param name="javaClasses">Java classes whose configuration it reads; a trailing <c>$Builder</c> is understood.</param>
    protected FlumeComponentAttribute(ComponentKind kind, string? alias, string[] javaClasses)
    {
        Kind = kind;
        Alias = alias;
        JavaClasses = javaClasses;
    }

    /// <summary>What the component is.</summary>
    public ComponentKind Kind { get; }

    /// <summary>The short name.</summary>
    public string? Alias { get; }

    /// <summary>Java classes whose configuration it reads.</summary>
    public IReadOnlyList<string> JavaClasses { get; }

    /// <summary>How settled it is. Default: experimental.</summary>
    public Stability Stability { get; init; }
}
