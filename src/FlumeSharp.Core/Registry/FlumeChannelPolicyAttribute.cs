using FlumeSharp.Components;

namespace FlumeSharp.Registry;

/// <summary>Marks a channel policy: a <c>selector.policy</c> of the load-balancing channel selector.</summary>
/// <param name="alias">The short name; see <see cref="FlumeComponentAttribute"/>.</param>
/// <param name="javaClasses">Java classes whose configuration it reads.</param>
public sealed class FlumeChannelPolicyAttribute(string? alias, params string[] javaClasses)
    : FlumeComponentAttribute(ComponentKind.ChannelPolicy, alias, javaClasses);
