using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Routing;

/// <summary>Every event to every channel of the source: the selector of sources that name none.</summary>
[FlumeSelector("replicating", "org.apache.flume.channel.ReplicatingChannelSelector", Stability = Stability.Stable)]
public sealed class ReplicatingSelector(ReplicatingSelectorOptions options, SelectorContext context) : IChannelSelector
{
    private readonly ChannelRoute _route = new(
        [.. context.Channels.Where(channel => !options.Optional.Contains(channel.Name))],
        [.. context.Channels.Where(channel => options.Optional.Contains(channel.Name))]);

    /// <inheritdoc />
    public bool RoutesWholeBatch => true;

    /// <inheritdoc />
    public ChannelRoute Route(Event item) => _route;
}
