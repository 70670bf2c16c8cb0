using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks a channel.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes whose configuration it reads.</param>
public sealed class FlumeChannelAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.Channel, alias, javaClasses);
