using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Logger;

/// <summary>Writes each event to the agent's log at INFO: for looking at what arrives. One event per transaction, as Flume.</summary>
[FlumeSink("logger", "org.apache.flume.sink.LoggerSink", Stability = Stability.Stable)]
public sealed class LoggerSink(LoggerSinkOptions options, SinkContext context) : SinkBase(context)
{
    /// <inheritdoc />
    public override async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        var transaction = Channel.BeginTransaction();
        try
        {
            return await ProcessAsync(transaction, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<ProcessStatus> ProcessAsync(IChannelTransaction transaction, CancellationToken cancellationToken)
    {
        var item = await transaction.TakeAsync(cancellationToken).ConfigureAwait(false);
        if (item is not null)
        {
            Counters.EventDrainAttempt.Increment();
            if (Logger.IsEnabled(LogLevel.Information))
            {
                Log.Received(Logger, EventText.Of(item, options.MaxBytesToLog));
            }
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        Counters.EventDrainSuccess.Add(item is null ? 0 : 1);
        (item is null ? Counters.BatchEmpty : Counters.BatchComplete).Increment();
        return item is null ? ProcessStatus.Empty : ProcessStatus.Ready;
    }
}
