using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks a deserializer.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes whose configuration it reads.</param>
public sealed class FlumeDeserializerAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.Deserializer, alias, javaClasses);
