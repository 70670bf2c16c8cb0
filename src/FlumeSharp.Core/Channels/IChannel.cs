using FlumeSharp.Components;

namespace FlumeSharp.Channels;

/// <summary>Keeps events between sources and sinks. Safe for concurrent use; each transaction belongs to one caller.</summary>
public interface IChannel : IComponent
{
    /// <summary>Most events one transaction may put, and most it may take; <see langword="null"/> where there is no such limit.</summary>
    int? TransactionCapacity { get; }

    /// <summary>Whether events survive the process. A channel that does not is drained at stop.</summary>
    bool IsDurable { get; }

    /// <summary>Whether what waits now is there again after an orderly stop and a start.</summary>
    bool KeepsEventsOverStop => IsDurable;

    /// <summary>Of the events that <see cref="KeepsEventsOverStop"/> spoke of, those that the stop could not keep after all.</summary>
    long EventsLostAtStop => 0;

    /// <summary>Events waiting to be taken, without those that open transactions hold.</summary>
    long EventCount { get; }

    /// <summary>
    /// Says that the agent stops and no more events will be put: from now on takes and waits answer at once when the channel is
    /// empty, so that a sink does not sit out its keep-alive time.
    /// </summary>
    void BeginDrain()
    {
    }

    /// <summary>Takes <see cref="BeginDrain"/> back: the channel goes on after all, and waits wait again.</summary>
    void EndDrain()
    {
    }

    /// <summary>Opens a transaction.</summary>
    IChannelTransaction BeginTransaction();

    /// <summary>Waits until there is an event to take.</summary>
    /// <returns>False when <paramref name="timeout"/> passed first.</returns>
    ValueTask<bool> WaitForEventsAsync(TimeSpan timeout, CancellationToken cancellationToken);
}
