namespace FlumeSharp.Sinks.Processors;

/// <summary>
/// The back-off of Flume's order selectors: 2, 4, 8, 16, 30, 30 … seconds. A success does not reset it; an hour (and the last back-off)
/// without a failure does.
/// </summary>
/// <param name="objects">What may fail.</param>
/// <param name="backsOff">Without it nothing is ever left alone.</param>
/// <param name="maxTimeOut">The longest back-off in milliseconds; 0 means 30 s.</param>
/// <param name="time">The clock.</param>
public sealed class FailureBackoff<T>(IReadOnlyList<T> objects, bool backsOff, long maxTimeOut, TimeProvider time)
    where T : class
{
    private const long Unit = 1000;
    private const long DefaultMaxTimeOut = 30_000;
    private const long SequenceRange = 3_600_000;
    private const int MostFailures = 16;
    private readonly State[] _states = [.. objects.Select(static _ => new State())];
    private readonly long _maxTimeOut = maxTimeOut == 0 ? DefaultMaxTimeOut : maxTimeOut;
    private readonly long _epoch = time.GetTimestamp();

    /// <summary>Replaces the content of a list by the objects that are not backed off, in their order.</summary>
    public void CopyActive(List<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.Clear();
        var now = backsOff ? Now() : 0;
        for (var i = 0; i < _states.Length; i++)
        {
            if (!backsOff || _states[i].RestoreTime < now)
            {
                destination.Add(objects[i]);
            }
        }
    }

    /// <summary>Says that one has failed.</summary>
    public void InformFailure(T failed)
    {
        if (!backsOff || IndexOf(failed) is not (>= 0 and var at))
        {
            return;
        }

        var state = _states[at];
        var now = Now();
        var isSequential = now - state.LastFail < LengthOf(state.Failures) + SequenceRange;
        state.Failures = isSequential ? Math.Min(state.Failures + 1, MostFailures) : 1;
        state.LastFail = now;
        state.RestoreTime = now + LengthOf(state.Failures);
    }

    private int IndexOf(T wanted)
    {
        for (var i = 0; i < objects.Count; i++)
        {
            if (ReferenceEquals(objects[i], wanted))
            {
                return i;
            }
        }

        return -1;
    }

    private long LengthOf(int failures) => Math.Min(_maxTimeOut, Unit << failures);

    // Milliseconds of a clock that nobody sets back.
    private long Now() => (long)time.GetElapsedTime(_epoch).TotalMilliseconds;

    private sealed class State
    {
        public long LastFail { get; set; }

        // Before the first failure nothing is backed off, in the very first millisecond neither.
        public long RestoreTime { get; set; } = long.MinValue;

        public int Failures { get; set; }
    }
}
