namespace FlumeSharp.Runtime;

/// <summary>Decides when a failure that goes on is logged: when it begins and then once a minute with the number passed over.</summary>
/// <param name="time">The clock.</param>
public sealed class RepeatedFailureLog(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private DateTimeOffset _next;
    private int _passedOver;

    /// <summary>Whether to log now, and how many failures were passed over since the last time.</summary>
    public bool ShouldLog(out int passedOver)
    {
        var now = time.GetUtcNow();
        passedOver = _passedOver;
        if (now < _next)
        {
            _passedOver++;
            return false;
        }

        _next = now + Interval;
        _passedOver = 0;
        return true;
    }
}
