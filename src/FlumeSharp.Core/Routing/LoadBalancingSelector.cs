using System.Collections.Immutable;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing;

/// <summary>Each event to exactly one of the source's channels, so that their sinks share the work.</summary>
/// <remarks>As in Flume there is no failing over: when the chosen channel refuses, the source is told.</remarks>
[FlumeSelector("load_balancing", "org.apache.flume.channel.LoadBalancingChannelSelector", Stability = Stability.Stable)]
public sealed class LoadBalancingSelector(LoadBalancingSelectorOptions options, SelectorContext context, ComponentActivator activator) : IChannelSelector
{
    private readonly ImmutableArray<ChannelRoute> _routes = [.. context.Channels.Select(static channel => new ChannelRoute([channel], []))];
    private readonly IChannelPolicy _policy = options.Policy is { } policy ? activator.Create<IChannelPolicy>(policy) : new RoundRobinChannelPolicy();

    /// <inheritdoc />
    public bool RoutesWholeBatch => false;

    /// <inheritdoc />
    public ChannelRoute Route(Event item) => _routes[_policy.Choose(item, _routes.Length)];
}
