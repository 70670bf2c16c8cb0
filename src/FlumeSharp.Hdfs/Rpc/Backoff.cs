namespace FlumeSharp.Hdfs.Rpc;

/// <summary>Waiting times that double up to a cap, each half to one and a half of that, so that many clients do not knock together.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan cap, TimeProvider time, Random? random = null)
{
    private readonly Random _random = random ?? Random.Shared;
    private TimeSpan _next = first;

    /// <summary>How long the next wait is.</summary>
    public TimeSpan Next()
    {
        var delay = _next * (0.5 + _random.NextDouble());
        _next = _next * 2 < cap ? _next * 2 : cap;
        return delay;
    }

    public Task DelayAsync(CancellationToken cancellationToken) => Task.Delay(Next(), time, cancellationToken);
}
