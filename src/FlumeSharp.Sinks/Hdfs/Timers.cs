namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Fits durations of a configuration, which may be any number, to what a timer takes.</summary>
internal static class Timers
{
    /// <summary>The longest a timer can be set to: 49 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>A duration for a timer; 0 or less, or longer than a timer lasts, never ends.</summary>
    public static TimeSpan OrNever(TimeSpan duration) => duration > TimeSpan.Zero && duration <= Longest ? duration : Timeout.InfiniteTimeSpan;
}
