using FlumeSharp;
using FlumeSharp.Registry;
using FlumeSharp.Routing;

namespace Acme.Flume;

/// <summary>Large events to some channels of their source, small ones to the others, so that neither waits for the other.</summary>
/// <remarks>A source calls its selector from several threads at once; this one only reads what the constructor has made.</remarks>
[FlumeSelector("by_size", "com.acme.flume.SizeChannelSelector")]
public sealed class SizeSelector(SizeSelectorOptions options, SelectorContext context) : IChannelSelector
{
    // A route per answer, made once: the channels of a batch are found by comparing routes.
    private readonly ChannelRoute _large = new([.. context.Channels.Where(channel => options.Large.Contains(channel.Name))], []);
    private readonly ChannelRoute _small = new([.. context.Channels.Where(channel => !options.Large.Contains(channel.Name))], []);

    /// <inheritdoc />
    public bool RoutesWholeBatch => false;

    /// <inheritdoc />
    public ChannelRoute Route(Event item) => item.Body.Length >= options.LargeFrom ? _large : _small;
}
