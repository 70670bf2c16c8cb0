namespace FlumeSharp.Sources.Http;

// Tells of failures without a line per request: a channel that refuses is one line when it begins and one when it ends; others are
// one line a minute. What a client did wrong is the client's to know (it is in its answer) and goes to Debug.
internal sealed class FailureLog(SourceContext context)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private long _refusedBatches;
    private long _lastProcessingFailure = long.MinValue;

    public void Refused(int status, string reason) => Log.Refused(context.Logger, context.Name, status, reason);

    public void Gone(string reason) => Log.ClientGone(context.Logger, context.Name, reason);

    public void ChannelRefused(Exception failure)
    {
        if (Interlocked.Increment(ref _refusedBatches) == 1)
        {
            Log.ChannelRefused(context.Logger, failure, context.Name);
        }
    }

    public void ChannelTook()
    {
        if (Volatile.Read(ref _refusedBatches) != 0 && Interlocked.Exchange(ref _refusedBatches, 0) is > 0 and var refused)
        {
            Log.ChannelRecovered(context.Logger, context.Name, refused);
        }
    }

    public void ProcessingFailed(Exception failure)
    {
        var now = context.TimeProvider.GetTimestamp();
        var last = Volatile.Read(ref _lastProcessingFailure);
        if ((last == long.MinValue || context.TimeProvider.GetElapsedTime(last, now) >= Pause)
            && Interlocked.CompareExchange(ref _lastProcessingFailure, now, last) == last)
        {
            Log.ProcessingFailed(context.Logger, failure, context.Name);
        }
    }
}
