namespace FlumeSharp.Metrics;

/// <summary>
/// The counters of one component under Flume's names, read by every exporter and written nowhere else. Starting sets them to zero.
/// </summary>
/// <param name="type">Flume's group type: SOURCE, CHANNEL or SINK.</param>
/// <param name="component">The component's name.</param>
public abstract class CounterGroup(string type, string component)
{
    private readonly List<Metric> _metrics = [];
    private long _startTime;
    private long _stopTime;

    /// <summary>Flume's group type: SOURCE, CHANNEL or SINK.</summary>
    public string Type { get; } = type;

    /// <summary>The component's name.</summary>
    public string Component { get; } = component;

    /// <summary>When it started, in milliseconds since 1970; 0 when it has not.</summary>
    public long StartTime => Volatile.Read(ref _startTime);

    /// <summary>When it stopped, in milliseconds since 1970; 0 when it has not.</summary>
    public long StopTime => Volatile.Read(ref _stopTime);

    /// <summary>The attributes besides type and times.</summary>
    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>The component starts: counters to zero.</summary>
    public void Start(TimeProvider time)
    {
        foreach (var metric in _metrics)
        {
            metric.Reset();
        }

        Volatile.Write(ref _stopTime, 0);
        Volatile.Write(ref _startTime, time.GetUtcNow().ToUnixTimeMilliseconds());
        OnStart();
    }

    /// <summary>The component has stopped; the counters keep their last values.</summary>
    public void Stop(TimeProvider time) => Volatile.Write(ref _stopTime, time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Sets what is not zero at a start.</summary>
    protected virtual void OnStart()
    {
    }

    /// <summary>Adds a counter under Flume's name.</summary>
    protected Counter AddCounter(string name, string description)
    {
        var counter = new Counter(name, description);
        _metrics.Add(counter);
        return counter;
    }

    /// <summary>Adds a gauge; <paramref name="read"/> works it out, or the component sets it.</summary>
    protected Gauge AddGauge(string name, string description, Func<double>? read = null)
    {
        var gauge = new Gauge(name, description, read);
        _metrics.Add(gauge);
        return gauge;
    }

    /// <summary>Adds metrics that another group, which nobody reads, keeps.</summary>
    protected void Include(params IEnumerable<Metric> metrics) => _metrics.AddRange(metrics);

    /// <summary>Adds something that is so or not.</summary>
    protected Flag AddFlag(string name, string description)
    {
        var flag = new Flag(name, description);
        _metrics.Add(flag);
        return flag;
    }
}
