using System.Diagnostics.CodeAnalysis;
using FlumeSharp.Channels;
using FlumeSharp.Components;

namespace FlumeSharp.Sinks;

/// <summary>What a sink gets: the common context and its channel.</summary>
public sealed class SinkContext : ComponentContext
{
    /// <summary>A context to fill in.</summary>
    public SinkContext()
    {
    }

    /// <summary>The common context and the channel.</summary>
    [SetsRequiredMembers]
    public SinkContext(ComponentContext common, IChannel channel)
        : base(common) => Channel = channel;

    /// <summary>The channel the sink takes from.</summary>
    public required IChannel Channel { get; init; }
}
