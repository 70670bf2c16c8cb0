using FlumeSharp.Components;
using FlumeSharp.Options;

namespace FlumeSharp.Routing;

/// <summary>The keys of the load-balancing selector, below <c>selector.</c>.</summary>
public sealed class LoadBalancingSelectorOptions
{
    /// <summary>How the channel of an event is chosen: <c>round_robin</c>, <c>random</c>, or the policy of a plug-in.</summary>
    /// <value>Default: <c>round_robin</c>.</value>
    [FlumeComponentOption("policy", ComponentKind.ChannelPolicy, Default = "round_robin")]
    public ComponentReference? Policy { get; init; }
}
