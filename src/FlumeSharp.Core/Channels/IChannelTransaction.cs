namespace FlumeSharp.Channels;

/// <summary>
/// Puts into, or takes from, one channel that take effect together. An object of its own, not bound to a thread, used by one caller
/// at a time. Disposing it without a commit rolls it back. A failed commit leaves it open: roll back, or dispose.
/// </summary>
public interface IChannelTransaction : IAsyncDisposable
{
    /// <summary>
    /// The numbers of the events taken so far, where the channel can tell; <see langword="null"/> where it cannot and while nothing
    /// was taken.
    /// </summary>
    ChannelPosition? Position { get; }

    /// <summary>Adds an event. Nothing waits here: room is found at the commit.</summary>
    /// <exception cref="ChannelException">The transaction holds the channel's transaction capacity already.</exception>
    void Put(Event item);

    /// <summary>Adds events in their order.</summary>
    /// <exception cref="ChannelException">They do not fit into the channel's transaction capacity; none was added.</exception>
    void Put(ReadOnlySpan<Event> events);

    /// <summary>Takes the next event, waiting for one as long as the channel does (<c>keep-alive</c>).</summary>
    /// <returns><see langword="null"/> when there was none.</returns>
    ValueTask<Event?> TakeAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes up to <paramref name="maxEvents"/> events and adds them to <paramref name="destination"/>. Waits for the first one only.
    /// </summary>
    /// <returns>How many were taken.</returns>
    ValueTask<int> TakeAsync(EventBatch destination, int maxEvents, CancellationToken cancellationToken = default);

    /// <summary>Makes the puts visible and the takes final, waiting for room as long as the channel does.</summary>
    /// <exception cref="ChannelFullException">There was no room in time.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken = default);

    /// <summary>Forgets the puts and gives the takes back to the head of the channel in their order.</summary>
    ValueTask RollbackAsync();
}
