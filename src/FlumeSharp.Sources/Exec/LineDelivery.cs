using FlumeSharp.Channels;

namespace FlumeSharp.Sources.Exec;

/// <summary>Collects lines into batches and takes these into the channels, patiently: a channel that refuses holds the command up.</summary>
internal sealed class LineDelivery(ExecSourceOptions options, SourceContext context, ExecSourceCounters counters)
{
    // Lines are mostly short; where they are not, fewer make a batch.
    private const long MostBytes = 16 << 20;
    private const int Attempts = 3;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);
    private readonly List<ReadOnlyMemory<byte>> _lines = new(options.BatchSize);
    private readonly EventBatch _batch = new(options.BatchSize);
    private long _bytes;
    private long _lastFlush = context.TimeProvider.GetTimestamp();
    private long _refused;

    public bool HasLines => _lines.Count > 0;

    public bool IsFull => _lines.Count >= options.BatchSize || _bytes >= MostBytes;

    /// <summary>How long the lines that are there may still wait for others.</summary>
    public TimeSpan TimeLeft => options.BatchTimeout - context.TimeProvider.GetElapsedTime(_lastFlush);

    public void Add(ReadOnlyMemory<byte> line)
    {
        _lines.Add(line);
        _bytes += line.Length;
    }

    /// <summary>Takes the lines into the channels, however long that takes.</summary>
    /// <param name="giveUp">Ends it; the lines are then lost, which is counted and logged.</param>
    public async ValueTask FlushAsync(CancellationToken giveUp)
    {
        if (_lines.Count == 0)
        {
            return;
        }

        counters.EventReceived.Add(_lines.Count);
        try
        {
            await DeliverAsync(giveUp).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            counters.EventsDropped.Add(_lines.Count);
            Log.Lost(context.Logger, context.Name, _lines.Count);
        }
        finally
        {
            _lines.Clear();
            _batch.Clear();
            _bytes = 0;
            _lastFlush = context.TimeProvider.GetTimestamp();
        }
    }

    private async ValueTask DeliverAsync(CancellationToken giveUp)
    {
        var pause = ShortestPause;
        for (var failures = 0; ;)
        {
            try
            {
                // Made anew for each attempt: interceptors may have changed or dropped those of the last one.
                Fill();
                await context.Processor.ProcessAsync(_batch, giveUp).ConfigureAwait(false);
                Accepted();
                return;
            }
            catch (ChannelException failure)
            {
                counters.ChannelWriteFail.Increment();
                if (_refused++ == 0)
                {
                    Log.ChannelRefused(context.Logger, failure, context.Name);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // An interceptor. It may do better a moment later, but must not hold up all that follows for ever.
                counters.GenericProcessingFail.Increment();
                if (++failures == Attempts)
                {
                    counters.EventsDropped.Add(_lines.Count);
                    Log.BatchDropped(context.Logger, failure, context.Name, _lines.Count, Attempts);
                    return;
                }
            }

            await Task.Delay(pause, context.TimeProvider, giveUp).ConfigureAwait(false);
            pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }
    }

    private void Fill()
    {
        _batch.Clear();
        foreach (var line in _lines)
        {
            _batch.Add(new Event(line));
        }
    }

    private void Accepted()
    {
        counters.EventAccepted.Add(_lines.Count);
        if (_refused > 0)
        {
            Log.ChannelRecovered(context.Logger, context.Name, _refused);
            _refused = 0;
        }
    }
}
