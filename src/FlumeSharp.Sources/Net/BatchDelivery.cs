using FlumeSharp.Channels;
using FlumeSharp.Metrics;

namespace FlumeSharp.Sources.Net;

/// <summary>
/// Brings batches into the channels for clients that cannot be told of a failure: a channel that refuses is asked again, in smaller
/// pieces and after pauses, until it takes them. Who calls reads no further from its client meanwhile, which is the back-pressure.
/// </summary>
/// <param name="context">The source's context.</param>
/// <param name="counters">The source's counters.</param>
/// <param name="failures">Counts events that an interceptor could not digest; they are dropped.</param>
/// <param name="giveUp">The source ends now: what is not delivered is lost, and the log says how many.</param>
internal sealed class BatchDelivery(SourceContext context, SourceCounters counters, Counter failures, CancellationToken giveUp)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private readonly OccasionalLog _processingFailures = new(context.TimeProvider);
    private int _refusing;

    /// <summary>Delivers a batch, however long it takes. The batch is empty afterwards.</summary>
    public ValueTask DeliverAsync(EventBatch batch, DeliveryCopy copy)
    {
        var count = batch.Count;
        counters.EventReceived.Add(count);
        copy.Keep(batch);
        return DeliverKeptAsync(batch, copy);
    }

    private async ValueTask DeliverKeptAsync(EventBatch batch, DeliveryCopy copy)
    {
        var piece = copy.Count;
        var pause = FirstPause;
        for (var done = 0; done < copy.Count;)
        {
            var count = Math.Min(piece, copy.Count - done);
            if (done > 0 || piece < copy.Count || batch.Count != count)
            {
                copy.Restore(batch, done, count);
            }

            try
            {
                await context.Processor.ProcessAsync(batch, giveUp).ConfigureAwait(false);
                counters.EventAccepted.Add(count);
                done += count;
                piece = Math.Min(piece * 2, copy.Count);
                pause = FirstPause;
                Took();
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                Log.GivenUp(context.Logger, context.Name, copy.Count - done);
                break;
            }
            catch (ChannelException refusal)
            {
                counters.ChannelWriteFail.Increment();
                Refused(refusal);
                if (giveUp.IsCancellationRequested)
                {
                    Log.GivenUp(context.Logger, context.Name, copy.Count - done);
                    break;
                }

                // A channel may have room for some, or a transaction capacity below the batch.
                if (count > 1)
                {
                    piece = count / 2;
                }
                else
                {
                    await PauseAsync(pause).ConfigureAwait(false);
                    pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
                }

                batch.Clear();
            }
            catch (Exception failure)
            {
                // An interceptor's. The event that it cannot digest must not take its neighbours with it.
                if (count > 1)
                {
                    piece = 1;
                }
                else
                {
                    failures.Increment();
                    done++;
                    _processingFailures.Say(times => Log.EventDropped(context.Logger, failure, context.Name, times));
                }

                batch.Clear();
            }
        }

        batch.Clear();
        copy.Forget();
    }

    private async ValueTask PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, context.TimeProvider, giveUp).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // One last try, which ends by the token if it cannot end at once.
        }
    }

    private void Refused(Exception refusal)
    {
        if (Interlocked.Exchange(ref _refusing, 1) == 0)
        {
            Log.ChannelRefused(context.Logger, refusal, context.Name);
        }
    }

    private void Took()
    {
        if (Volatile.Read(ref _refusing) != 0 && Interlocked.Exchange(ref _refusing, 0) == 1)
        {
            Log.ChannelRecovered(context.Logger, context.Name);
        }
    }
}
