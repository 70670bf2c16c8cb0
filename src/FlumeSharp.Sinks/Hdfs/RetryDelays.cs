namespace FlumeSharp.Sinks.Hdfs;

/// <summary>
/// The pauses between tries to close or rename a file. Without a limit on tries they double from one second up to
/// <c>hdfs.retryInterval</c>, each shortened at random by up to a fifth so that files do not retry in step. With a limit every pause
/// lasts the whole interval, as in Flume: shorter ones would use up the tries before a server is back.
/// </summary>
internal sealed class RetryDelays(TimeSpan interval, bool isLimited, Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _longest = interval < Timers.Longest ? interval : Timers.Longest;
    private TimeSpan _next = First;

    /// <summary>Begins with short pauses again.</summary>
    public void Reset() => _next = First;

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        if (isLimited || _next >= _longest)
        {
            return isLimited ? _longest : Shortened(_longest);
        }

        var delay = _next;
        _next = delay * 2;
        return Shortened(delay);
    }

    private TimeSpan Shortened(TimeSpan delay) => delay * (1 - (random.NextDouble() / 5));
}
