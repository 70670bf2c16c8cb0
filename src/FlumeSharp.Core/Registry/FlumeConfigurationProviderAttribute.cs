using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks a source of configurations, an <see cref="Configuration.Sources.IConfigurationSource"/>, for <c>--conf-provider</c>.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes that it stands in for.</param>
public sealed class FlumeConfigurationProviderAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.ConfigurationProvider, alias, javaClasses);
