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
    /// <see cref="EventDeliveryException"/> or answers <see cref="ProcessStatus.Failed"/>. <see cref="ProcessStatus.Backoff"/> is for
    /// a sink that wants a pause without having failed: it keeps the others of its group from taking over.
    /// </summary>
    ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken);
}
