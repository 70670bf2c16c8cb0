namespace FlumeSharp.Metrics;

/// <summary>The counters of a sink.</summary>
public class SinkCounters : CounterGroup
{
    /// <summary>Makes the counters of one sink.</summary>
    public SinkCounters(string component)
        : base("SINK", component)
    {
        ConnectionCreated = AddCounter("ConnectionCreatedCount", "Connections, or files, opened.");
        ConnectionClosed = AddCounter("ConnectionClosedCount", "Connections, or files, closed.");
        ConnectionFailed = AddCounter("ConnectionFailedCount", "Connections, or calls to a file system, that failed.");
        BatchEmpty = AddCounter("BatchEmptyCount", "Transactions that found no event.");
        BatchUnderflow = AddCounter("BatchUnderflowCount", "Transactions with fewer events than the batch size.");
        BatchComplete = AddCounter("BatchCompleteCount", "Transactions with a whole batch.");
        EventDrainAttempt = AddCounter("EventDrainAttemptCount", "Events the sink tried to deliver.");
        EventDrainSuccess = AddCounter("EventDrainSuccessCount", "Events delivered and committed.");
        EventWriteFail = AddCounter("EventWriteFail", "Transactions that failed at the place they are delivered to.");
        ChannelReadFail = AddCounter("ChannelReadFail", "Transactions that failed at the channel.");
    }

    /// <summary>Connections, or files, opened.</summary>
    public Counter ConnectionCreated { get; }

    /// <summary>Connections, or files, closed.</summary>
    public Counter ConnectionClosed { get; }

    /// <summary>Connections, or calls to a file system, that failed.</summary>
    public Counter ConnectionFailed { get; }

    /// <summary>Transactions that found no event.</summary>
    public Counter BatchEmpty { get; }

    /// <summary>Transactions with fewer events than the batch size.</summary>
    public Counter BatchUnderflow { get; }

    /// <summary>Transactions with a whole batch.</summary>
    public Counter BatchComplete { get; }

    /// <summary>Events the sink tried to deliver.</summary>
    public Counter EventDrainAttempt { get; }

    /// <summary>Events delivered and committed.</summary>
    public Counter EventDrainSuccess { get; }

    /// <summary>Transactions that failed at the place they are delivered to.</summary>
    public Counter EventWriteFail { get; }

    /// <summary>Transactions that failed at the channel.</summary>
    public Counter ChannelReadFail { get; }
}
