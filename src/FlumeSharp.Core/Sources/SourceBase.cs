using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Routing;

namespace FlumeSharp.Sources;

/// <summary>Base of sources: life cycle, counters, and the way into the channels.</summary>
public abstract class SourceBase : ComponentBase, ISource
{
    /// <summary>Keeps the context and registers the counters.</summary>
    protected SourceBase(SourceContext context)
        : this(context, static name => new SourceCounters(name))
    {
    }

    /// <summary>As the other one, for a source that counts more than Flume does.</summary>
    /// <param name="context">The context.</param>
    /// <param name="makeCounters">Makes the counters of a source of that name.</param>
    protected SourceBase(SourceContext context, Func<string, SourceCounters> makeCounters)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(makeCounters);
        Processor = context.Processor;
        Counters = context.Metrics.Register(makeCounters(context.Name));
    }

    /// <summary>Takes batches into the channels.</summary>
    protected ChannelProcessor Processor { get; }

    /// <summary>Flume's counters of a source.</summary>
    protected SourceCounters Counters { get; }

    /// <summary>The source's own start.</summary>
    protected abstract ValueTask OnStartSourceAsync(CancellationToken cancellationToken);

    /// <summary>The source's own stop.</summary>
    protected abstract ValueTask OnStopSourceAsync(CancellationToken cancellationToken);

    /// <inheritdoc />
    protected sealed override async ValueTask OnStartAsync(CancellationToken cancellationToken)
    {
        // First, because starting sets the counters to zero and events may arrive before the source's own start returns.
        Counters.Start(Time);
        await OnStartSourceAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected sealed override async ValueTask OnStopAsync(CancellationToken cancellationToken)
    {
        await OnStopSourceAsync(cancellationToken).ConfigureAwait(false);
        Counters.Stop(Time);
    }
}
