namespace FlumeSharp.Routing.Interceptors;

/// <summary>
/// Lets so many things pass per second on average, and so many at once after a quiet time. Its clock is the caller's; the limiters that
/// .NET brings know only their own.
/// </summary>
internal sealed class TokenBucket(long perSecond, long burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes as many tokens as there are, at most <paramref name="wanted"/>, and answers how many.</summary>
    public int Take(int wanted)
    {
        lock (_gate)
        {
            Fill();
            var taken = (int)Math.Min(wanted, Math.Max(0, Math.Floor(_tokens)));
            _tokens -= taken;
            return taken;
        }
    }

    /// <summary>
    /// Takes all or nothing. More than fit into the bucket are let pass from a full one, and what follows waits the longer for it: else
    /// they could never pass.
    /// </summary>
    /// <param name="wanted">How many.</param>
    /// <param name="wait">After which time they could be had, when they cannot now.</param>
    public bool TryTakeAll(int wanted, out TimeSpan wait)
    {
        lock (_gate)
        {
            Fill();
            var missing = Math.Min(wanted, burst) - _tokens;
            wait = missing > 0 ? TimeSpan.FromSeconds(missing / perSecond) : TimeSpan.Zero;
            _tokens -= missing > 0 ? 0 : wanted;
            return missing <= 0;
        }
    }

    /// <summary>Puts tokens back whose things did not pass after all.</summary>
    public void PutBack(int count)
    {
        lock (_gate)
        {
            _tokens = Math.Min(burst, _tokens + count);
        }
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
