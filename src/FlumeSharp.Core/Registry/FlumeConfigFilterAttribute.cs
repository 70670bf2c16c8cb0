using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks a configuration filter, an <see cref="Configuration.Filters.IConfigFilter"/>.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes whose configuration it reads.</param>
public sealed class FlumeConfigFilterAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.ConfigFilter, alias, javaClasses);
