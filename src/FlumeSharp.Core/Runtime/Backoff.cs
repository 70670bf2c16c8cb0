namespace FlumeSharp.Runtime;

/// <summary>Flume's back-off: the n-th in a row lasts n times the increment, up to a limit; anything done resets it.</summary>
/// <param name="increment">How much longer each further one lasts.</param>
/// <param name="max">The longest.</param>
public sealed class Backoff(TimeSpan increment, TimeSpan max)
{
    private int _consecutive;

    /// <summary>The back-off of sink runners: 1, 2, 3, 4, 5, 5 … seconds.</summary>
    public static Backoff ForSinks() => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

    /// <summary>The longest back-off, which also follows an unexpected failure.</summary>
    public TimeSpan Max { get; } = max;

    /// <summary>One more in a row: how long it lasts.</summary>
    public TimeSpan Next()
    {
        // Capped so that the product cannot overflow; long before that the limit has been reached.
        _consecutive = Math.Min(_consecutive + 1, 1_000_000);
        var length = increment * _consecutive;
        return length < Max ? length : Max;
    }

    /// <summary>Something was done.</summary>
    public void Reset() => _consecutive = 0;
}
