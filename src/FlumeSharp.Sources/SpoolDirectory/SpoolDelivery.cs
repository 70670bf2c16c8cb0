using FlumeSharp.Channels;

namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>Takes batches into the channels, again and again until they are there: the file waits meanwhile.</summary>
internal sealed class SpoolDelivery(SpoolDirectorySourceOptions options, SourceContext context, SpoolDirectoryCounters counters)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private readonly EventBatch _sent = new(options.BatchSize);
    private readonly EventHeaders[] _headers = new EventHeaders[options.BatchSize];
    private long _refused;

    /// <summary>Delivers a batch.</summary>
    /// <param name="batch">The events as they were read; not changed.</param>
    /// <param name="stop">Asks to try no more; what was not delivered is read again by the next start.</param>
    /// <param name="hurry">Ends a try that is going on.</param>
    /// <exception cref="OperationCanceledException">It was not delivered.</exception>
    public async ValueTask DeliverAsync(EventBatch batch, CancellationToken stop, CancellationToken hurry)
    {
        var events = batch.Events;
        for (var i = 0; i < events.Length; i++)
        {
            _headers[i] = events[i].Headers;
        }

        var pause = ShortestPause;
        for (var isFirst = true; ; isFirst = false)
        {
            Fill(batch, isFirst);
            counters.AppendBatchReceived.Increment();
            counters.EventReceived.Add(batch.Count);
            try
            {
                await context.Processor.ProcessAsync(_sent, hurry).ConfigureAwait(false);
                break;
            }
            catch (ChannelException failure)
            {
                counters.ChannelWriteFail.Increment();
                Refused(failure);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // An interceptor. Flume stops for good; here the batch is tried until it gets through, or the configuration is changed.
                counters.GenericProcessingFail.Increment();
                Refused(failure);
            }

            stop.ThrowIfCancellationRequested();
            await Task.Delay(pause, context.TimeProvider, stop).ConfigureAwait(false);
            pause = pause * 2 > options.MaxBackoff ? options.MaxBackoff : pause * 2;
        }

        counters.AppendBatchAccepted.Increment();
        counters.EventAccepted.Add(batch.Count);
        _sent.Clear();
        if (_refused > 0)
        {
            Log.ChannelRecovered(context.Logger, context.Name, _refused);
            _refused = 0;
        }
    }

    // Interceptors may have changed headers and dropped events in a try that failed.
    private void Fill(EventBatch batch, bool isFirst)
    {
        _sent.Clear();
        if (isFirst)
        {
            _sent.AddRange(batch.Events);
            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            _sent.Add(new Event(batch[i].Body, _headers[i]));
        }
    }

    private void Refused(Exception failure)
    {
        if (_refused++ == 0)
        {
            Log.ChannelRefused(context.Logger, failure, context.Name);
        }
    }
}
