using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Sinks.Null;

/// <summary>Takes events and forgets them: for trying out and measuring what comes before.</summary>
[FlumeSink("null", "org.apache.flume.sink.NullSink", Stability = Stability.Stable)]
public sealed class NullSink(NullSinkOptions options, SinkContext context) : SinkBase(context)
{
    private readonly EventBatch _batch = new(options.BatchSize);
    private long _total;

    /// <inheritdoc />
    public override async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        int taken;
        var transaction = Channel.BeginTransaction();
        try
        {
            taken = await transaction.TakeAsync(_batch, options.BatchSize, cancellationToken).ConfigureAwait(false);
            Counters.EventDrainAttempt.Add(taken);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _batch.Clear();
            await transaction.DisposeAsync().ConfigureAwait(false);
        }

        Count(taken);
        return taken == 0 ? ProcessStatus.Empty : ProcessStatus.Ready;
    }

    private void Count(int taken)
    {
        Counters.EventDrainSuccess.Add(taken);
        (taken == 0 ? Counters.BatchEmpty : taken < options.BatchSize ? Counters.BatchUnderflow : Counters.BatchComplete).Increment();
        var said = _total / options.LogEveryNEvents;
        _total += taken;
        while (++said <= _total / options.LogEveryNEvents)
        {
            Log.Processed(Logger, Name, said * options.LogEveryNEvents);
        }
    }
}
