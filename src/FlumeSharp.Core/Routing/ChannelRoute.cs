using System.Collections.Immutable;
using FlumeSharp.Channels;

namespace FlumeSharp.Routing;

/// <summary>The channels an event goes to.</summary>
/// <param name="Required">All of these must take the event, or the source is told of the failure.</param>
/// <param name="Optional">These may fail without anyone being told but the log.</param>
public sealed record ChannelRoute(ImmutableArray<IChannel> Required, ImmutableArray<IChannel> Optional);
