using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Routing;

namespace FlumeSharp.Sources;

/// <summary>Base of sources: life cycle, counters, and the way into the channels.</summary>
public abstract class SourceBase : ComponentBase, ISource
{
    /// <summary>Keeps the context and registers the counters.</summary>
    protected SourceBase(SourceContext context)
        : this(context, new SourceCounters(context.Name))
    {
    }

    /// <summary>Keeps the context and registers counters that are Flume's and further ones of the source's own.</summary>
    protected SourceBase(SourceContext context, SourceCounters counters)
        : base(context)
    {
        Processor = context.Processor;
        Counters = context.Metrics.Register(counters);
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
