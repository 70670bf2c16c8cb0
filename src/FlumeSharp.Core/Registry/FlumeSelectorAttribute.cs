using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks a selector.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes whose configuration it reads.</param>
public sealed class FlumeSelectorAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.Selector, alias, javaClasses);
