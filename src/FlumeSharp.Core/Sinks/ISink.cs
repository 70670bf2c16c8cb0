using FlumeSharp.Channels;
using FlumeSharp.Components;

namespace FlumeSharp.Sinks;

/// <summary>Takes events out of one channel. A runner, or a sink processor, calls it, one call at a time.</summary>
public interface ISink : IComponent
{
    /// <summary>The channel it takes from.</summary>
    IChannel Channel { get; }

    /// <summary>
    /// Delivers one transaction's worth of events: takes, delivers, commits; or rolls back and throws
    /// <see cref="EventDeliveryException"/> or answers <see cref="ProcessStatus.Backoff"/>.
    /// </summary>
    ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken);
}
