using System.Collections.Immutable;
using FlumeSharp.Channels;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Routing;

/// <summary>
/// The way from a source into its channels: interceptors, then the selector, then one transaction per channel. Safe for concurrent
/// use by a source with several batches in flight.
/// </summary>
/// <remarks>
/// Required channels come first, one after the other; the first failure ends the call, and channels that have committed by then keep
/// the events (a source that tries again delivers them twice there). A failing optional channel is logged and passed over.
/// </remarks>
public class ChannelProcessor(IChannelSelector selector, ImmutableArray<IInterceptor> interceptors, ILogger logger)
{
    private readonly bool _anyAwaitsOutcome = interceptors.Any(static interceptor => interceptor is IOutcomeInterceptor);

    /// <summary>
    /// Takes a batch through interceptors and selector into the channels. On return every required channel has committed it. The
    /// batch may have lost events to interceptors by then; the events themselves belong to the channels.
    /// </summary>
    /// <exception cref="ChannelException">A required channel refused; it and the channels after it do not have the batch.</exception>
    public virtual ValueTask ProcessAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_anyAwaitsOutcome)
        {
            return ProcessAndTellAsync(batch, cancellationToken);
        }

        foreach (var interceptor in interceptors)
        {
            interceptor.Intercept(batch);
        }

        return PutAsync(batch, deliveries: null, cancellationToken);
    }

    private async ValueTask ProcessAndTellAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        var outcomes = new List<(IBatchOutcome Outcome, int[] Numbers)>(interceptors.Length);
        var deliveries = new Deliveries();
        var isCommitted = false;
        batch.StartNumbering();
        try
        {
            foreach (var interceptor in interceptors)
            {
                if (interceptor is not IOutcomeInterceptor awaiting)
                {
                    interceptor.Intercept(batch);
                }
                else if (awaiting.InterceptAndAwaitOutcome(batch) is { } outcome)
                {
                    outcomes.Add((outcome, batch.Numbers.ToArray()));
                }
            }

            await PutAsync(batch, outcomes.Count > 0 ? deliveries : null, cancellationToken).ConfigureAwait(false);
            isCommitted = true;
        }
        finally
        {
            var taken = isCommitted && outcomes.Count > 0 ? deliveries.ByNumber(batch) : null;
            batch.StopNumbering();
            foreach (var (outcome, numbers) in outcomes)
            {
                Tell(outcome, isCommitted, taken is null ? TakenEvents.None : new TakenEvents(numbers, taken));
            }
        }
    }

    // The events are in their channels, or not: no failure here may tell the source otherwise.
    private void Tell(IBatchOutcome outcome, bool isCommitted, TakenEvents taken)
    {
        try
        {
            outcome.Completed(isCommitted, taken);
        }
        catch (Exception failure)
        {
            Log.OutcomeFailed(logger, failure);
        }
    }

    /// <summary>As <see cref="ProcessAsync"/>, for a batch that has been through interceptors.</summary>
    internal ValueTask PutAsync(EventBatch batch, CancellationToken cancellationToken) => PutAsync(batch, deliveries: null, cancellationToken);

    private ValueTask PutAsync(EventBatch batch, Deliveries? deliveries, CancellationToken cancellationToken) =>
        batch.Count == 0 ? ValueTask.CompletedTask
        : selector.RoutesWholeBatch ? PutOnRouteAsync(selector.Route(batch[0]), batch.Memory, deliveries, cancellationToken)
        : PutByEventAsync(batch, deliveries, cancellationToken);

    // All events of a batch.
    private async ValueTask PutOnRouteAsync(ChannelRoute route, ReadOnlyMemory<Event> events, Deliveries? deliveries, CancellationToken cancellationToken)
    {
        foreach (var channel in route.Required)
        {
            await PutOnRequiredAsync(channel, events, cancellationToken).ConfigureAwait(false);
            deliveries?.AddAll();
        }

        foreach (var channel in route.Optional)
        {
            if (await PutOnOptionalAsync(channel, events, cancellationToken).ConfigureAwait(false))
            {
                deliveries?.AddAll();
            }
        }
    }

    private ValueTask PutByEventAsync(EventBatch batch, Deliveries? deliveries, CancellationToken cancellationToken)
    {
        var events = batch.Events;
        var first = selector.Route(events[0]);
        var same = 1;
        ChannelRoute? other = null;
        while (same < events.Length && ReferenceEquals(other = selector.Route(events[same]), first))
        {
            same++;
        }

        if (same == events.Length)
        {
            // One event, or a batch of one kind: nothing to sort out.
            return PutOnRouteAsync(first, batch.Memory, deliveries, cancellationToken);
        }

        var required = new ChannelGroups();
        var optional = new ChannelGroups();
        Add(first, events[..same]);
        Add(other!, events.Slice(same, 1));
        for (var i = same + 1; i < events.Length; i++)
        {
            Add(selector.Route(events[i]), events.Slice(i, 1));
        }

        return PutGroupsAsync(required, optional, deliveries, cancellationToken);

        void Add(ChannelRoute route, ReadOnlySpan<Event> some)
        {
            required.Add(route.Required, some);
            optional.Add(route.Optional, some);
        }
    }

    private async ValueTask PutGroupsAsync(ChannelGroups required, ChannelGroups optional, Deliveries? deliveries, CancellationToken cancellationToken)
    {
        foreach (var (channel, events) in required.InOrderOfFirstUse)
        {
            await PutOnRequiredAsync(channel, events.Memory, cancellationToken).ConfigureAwait(false);
            deliveries?.Add(events.Events);
        }

        foreach (var (channel, events) in optional.InOrderOfFirstUse)
        {
            if (await PutOnOptionalAsync(channel, events.Memory, cancellationToken).ConfigureAwait(false))
            {
                deliveries?.Add(events.Events);
            }
        }
    }

    private static async ValueTask PutOnRequiredAsync(IChannel channel, ReadOnlyMemory<Event> events, CancellationToken cancellationToken)
    {
        try
        {
            await PutAsync(channel, events, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (ChannelException or OperationCanceledException))
        {
            throw new ChannelException($"Unable to put batch on required channel: {channel.Name}", failure);
        }
    }

    // Whether it took them.
    private async ValueTask<bool> PutOnOptionalAsync(IChannel channel, ReadOnlyMemory<Event> events, CancellationToken cancellationToken)
    {
        try
        {
            await PutAsync(channel, events, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.OptionalChannelFailed(logger, failure, channel.Name, events.Length);
            return false;
        }
    }

    private static async ValueTask PutAsync(IChannel channel, ReadOnlyMemory<Event> events, CancellationToken cancellationToken)
    {
        var transaction = channel.BeginTransaction();
        try
        {
            transaction.Put(events.Span);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Rolls back what was not committed.
            await transaction.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A source has a handful of channels, so a list serves better than a dictionary.
    private readonly struct ChannelGroups()
    {
        public List<(IChannel Channel, EventBatch Events)> InOrderOfFirstUse { get; } = [];

        public void Add(ImmutableArray<IChannel> channels, ReadOnlySpan<Event> events)
        {
            foreach (var channel in channels)
            {
                var at = InOrderOfFirstUse.FindIndex(group => ReferenceEquals(group.Channel, channel));
                if (at < 0)
                {
                    at = InOrderOfFirstUse.Count;
                    InOrderOfFirstUse.Add((channel, new EventBatch()));
                }

                InOrderOfFirstUse[at].Events.AddRange(events);
            }
        }
    }
}
