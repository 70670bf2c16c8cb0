namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Pauses that double from one second up to a limit, each shortened at random by up to a fifth so that files do not retry in step.</summary>
internal sealed class RetryDelays(TimeSpan limit, Random random)
{
    private TimeSpan _next = TimeSpan.FromSeconds(1);

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        var delay = _next < limit ? _next : limit;
        _next = delay * 2;
        return delay * (1 - (random.NextDouble() / 5));
    }
}
