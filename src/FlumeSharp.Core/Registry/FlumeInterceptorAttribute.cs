using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks an interceptor.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes whose configuration it reads.</param>
public sealed class FlumeInterceptorAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.Interceptor, alias, javaClasses);
