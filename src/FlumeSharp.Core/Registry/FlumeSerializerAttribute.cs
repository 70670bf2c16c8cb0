using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks a serializer.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes whose configuration it reads.</param>
public sealed class FlumeSerializerAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.Serializer, alias, javaClasses);
