using FlumeSharp.Components;
using FlumeSharp.Metrics;

namespace FlumeSharp.Channels;

/// <summary>Base of channels: life cycle and counters.</summary>
public abstract class ChannelBase : ComponentBase, IChannel
{
    /// <summary>Keeps the context and registers the counters.</summary>
    protected ChannelBase(ComponentContext context)
        : this(context, new ChannelCounters(context.Name))
    {
    }

    /// <summary>Keeps the context and registers counters that say more than those of every channel.</summary>
    protected ChannelBase(ComponentContext context, ChannelCounters counters)
        : base(context) => Counters = context.Metrics.Register(counters);

    /// <inheritdoc />
    public abstract int? TransactionCapacity { get; }

    /// <inheritdoc />
    public abstract bool IsDurable { get; }

    /// <inheritdoc />
    public virtual bool KeepsEventsOverStop => IsDurable;

    /// <inheritdoc />
    public virtual long EventsLostAtStop => 0;

    /// <inheritdoc />
    public abstract long EventCount { get; }

    /// <summary>Flume's counters of a channel.</summary>
    protected ChannelCounters Counters { get; }

    /// <inheritdoc />
    public virtual void BeginDrain()
    {
    }

    /// <inheritdoc />
    public virtual void EndDrain()
    {
    }

    /// <inheritdoc />
    public abstract IChannelTransaction BeginTransaction();

    /// <inheritdoc />
    public abstract ValueTask<bool> WaitForEventsAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>The channel's own start.</summary>
    protected virtual ValueTask OnStartChannelAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The channel's own stop.</summary>
    protected virtual ValueTask OnStopChannelAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc />
    protected sealed override async ValueTask OnStartAsync(CancellationToken cancellationToken)
    {
        Counters.Start(Time);
        await OnStartChannelAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected sealed override async ValueTask OnStopAsync(CancellationToken cancellationToken)
    {
        await OnStopChannelAsync(cancellationToken).ConfigureAwait(false);
        Counters.Stop(Time);
    }
}
