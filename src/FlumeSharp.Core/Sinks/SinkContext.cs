using FlumeSharp.Channels;
using FlumeSharp.Components;

namespace FlumeSharp.Sinks;

/// <summary>What a sink gets: the common context and its channel.</summary>
public sealed class SinkContext : ComponentContext
{
    /// <summary>The channel the sink takes from.</summary>
    public required IChannel Channel { get; init; }
}
