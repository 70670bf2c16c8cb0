namespace FlumeSharp.Routing.Interceptors.Patterns;

/// <summary>
/// How much time searches that are given up may take: <see cref="AtOnce"/> at once, and a tenth of the time in the long run. So a client
/// whose texts all take too long slows a source down, but does not stop it, whatever the size of its batches.
/// </summary>
/// <param name="time">What measures the time.</param>
internal sealed class SearchPatience(TimeProvider time)
{
    /// <summary>What may be used at once.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(4);

    private const int Recovery = 10;

    private readonly Lock _gate = new();

    // When all that was used will have come back; 0 as long as nothing was used.
    private long _recovered;

    /// <summary>Whether there is none left for the moment.</summary>
    public bool IsUsedUp => Volatile.Read(ref _recovered) is not 0 and var recovered && time.GetElapsedTime(time.GetTimestamp(), recovered) >= AtOnce * Recovery;

    /// <summary>Uses some.</summary>
    public void Use(TimeSpan lost)
    {
        var cost = (long)(lost.TotalSeconds * Recovery * time.TimestampFrequency);
        lock (_gate)
        {
            Volatile.Write(ref _recovered, Math.Max(_recovered, time.GetTimestamp()) + cost);
        }
    }
}
