using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks a sink selector: a <c>processor.selector</c> of the load-balancing sink processor.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes whose configuration it reads.</param>
public sealed class FlumeSinkSelectorAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.SinkSelector, alias, javaClasses);
