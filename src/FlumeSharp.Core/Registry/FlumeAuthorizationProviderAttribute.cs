using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks what authorizes requests for configurations, an <see cref="Configuration.Sources.IConfigurationAuthorization"/>, for <c>--auth-provider</c>.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes that it stands in for.</param>
public sealed class FlumeAuthorizationProviderAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.AuthorizationProvider, alias, javaClasses);
