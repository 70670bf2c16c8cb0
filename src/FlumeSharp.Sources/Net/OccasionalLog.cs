namespace FlumeSharp.Sources.Net;

// Says what happens again and again at once, and then at most once a minute with how often it was.
internal sealed class OccasionalLog(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private long _last = long.MinValue;
    private long _count;

    /// <summary>It has happened <paramref name="times"/> more times; <paramref name="write"/> gets how often since the last line.</summary>
    public void Say(Action<long> write, long times = 1)
    {
        long count;
        lock (_gate)
        {
            _count += times;
            var now = time.GetTimestamp();
            if (_last != long.MinValue && time.GetElapsedTime(_last, now) < Pause)
            {
                return;
            }

            _last = now;
            count = _count;
            _count = 0;
        }

        write(count);
    }
}
