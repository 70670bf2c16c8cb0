using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks a sink processor.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes whose configuration it reads.</param>
public sealed class FlumeSinkProcessorAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.SinkProcessor, alias, javaClasses);
