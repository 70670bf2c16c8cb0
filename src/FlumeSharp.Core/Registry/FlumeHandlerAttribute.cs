using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks a handler.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes whose configuration it reads.</param>
public sealed class FlumeHandlerAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.Handler, alias, javaClasses);
