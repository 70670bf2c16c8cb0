namespace FlumeSharp.Metrics;

/// <summary>The counters of a channel.</summary>
public class ChannelCounters : CounterGroup
{
    /// <summary>Makes the counters of one channel.</summary>
    public ChannelCounters(string component)
        : base("CHANNEL", component)
    {
        Size = AddGauge("ChannelSize", "Events waiting in the channel.");
        Capacity = AddGauge("ChannelCapacity", "Most events the channel holds.");
        AddGauge("ChannelFillPercentage", "Events waiting, in percent of the capacity.", FillPercentage);
        PutAttempt = AddCounter("EventPutAttemptCount", "Events that sources tried to put.");
        PutSuccess = AddCounter("EventPutSuccessCount", "Events that sources have committed.");
        TakeAttempt = AddCounter("EventTakeAttemptCount", "Takes that sinks tried, those that found nothing too.");
        TakeSuccess = AddCounter("EventTakeSuccessCount", "Events that sinks have committed.");
    }

    /// <summary>Events waiting in the channel.</summary>
    public Gauge Size { get; }

    /// <summary>Most events the channel holds.</summary>
    public Gauge Capacity { get; }

    /// <summary>Events that sources tried to put.</summary>
    public Counter PutAttempt { get; }

    /// <summary>Events that sources have committed.</summary>
    public Counter PutSuccess { get; }

    /// <summary>Takes that sinks tried, those that found nothing too.</summary>
    public Counter TakeAttempt { get; }

    /// <summary>Events that sinks have committed.</summary>
    public Counter TakeSuccess { get; }

    // Flume answers the largest double there is while no capacity is known.
    private double FillPercentage() => Capacity.Value == 0 ? double.MaxValue : Size.Value / Capacity.Value * 100;
}
