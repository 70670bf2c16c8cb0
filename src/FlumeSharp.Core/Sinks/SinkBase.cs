using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Metrics;

namespace FlumeSharp.Sinks;

/// <summary>Base of sinks: life cycle, counters and the channel.</summary>
public abstract class SinkBase : ComponentBase, ISink
{
    /// <summary>Keeps the context and registers the counters.</summary>
    protected SinkBase(SinkContext context)
        : base(context)
    {
        Channel = context.Channel;
        Counters = context.Metrics.Register(new SinkCounters(context.Name));
    }

    /// <inheritdoc />
    public IChannel Channel { get; }

    /// <summary>Flume's counters of a sink.</summary>
    protected SinkCounters Counters { get; }

    /// <inheritdoc />
    public abstract ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken);

    /// <summary>The sink's own start.</summary>
    protected virtual ValueTask OnStartSinkAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The sink's own stop.</summary>
    protected virtual ValueTask OnStopSinkAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc />
    protected sealed override async ValueTask OnStartAsync(CancellationToken cancellationToken)
    {
        Counters.Start(Time);
        await OnStartSinkAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected sealed override async ValueTask OnStopAsync(CancellationToken cancellationToken)
    {
        await OnStopSinkAsync(cancellationToken).ConfigureAwait(false);
        Counters.Stop(Time);
    }
}
