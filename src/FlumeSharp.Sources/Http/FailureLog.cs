namespace FlumeSharp.Sources.Http;

// Tells of failures without a line per request: those that go on are one line a minute. What a client did wrong is the client's to know (it is in its answer) and goes to Debug.
internal sealed class FailureLog(SourceContext context)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly RefusalLog _refusals = new(context, $"HTTP source {context.Name}", "clients get 503 and are to send it again");
    private long _lastProcessingFailure = long.MinValue;

    public void Refused(int status, string reason) => Log.Refused(context.Logger, context.Name, status, reason);

    public void Gone(string reason) => Log.ClientGone(context.Logger, context.Name, reason);

    public void ChannelRefused(Exception failure) => _refusals.Refused(failure);

    public void ChannelTook() => _refusals.Took();

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
