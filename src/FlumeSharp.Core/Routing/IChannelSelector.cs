namespace FlumeSharp.Routing;

/// <summary>Chooses the channels of events. Called concurrently.</summary>
public interface IChannelSelector
{
    /// <summary>Whether one route holds for a whole batch, so that it is asked once, with the batch's first event.</summary>
    bool RoutesWholeBatch { get; }

    /// <summary>The channels of an event. One of a few routes made beforehand, never a new one.</summary>
    ChannelRoute Route(Event item);
}
