namespace FlumeSharp.Metrics;

/// <summary>The counters of a source.</summary>
public class SourceCounters : CounterGroup
{
    /// <summary>Makes the counters of one source.</summary>
    public SourceCounters(string component)
        : base("SOURCE", component)
    {
        EventReceived = AddCounter("EventReceivedCount", "Events that arrived, before interceptors.");
        EventAccepted = AddCounter("EventAcceptedCount", "Events that all required channels have committed.");
        AppendReceived = AddCounter("AppendReceivedCount", "Single events that clients sent.");
        AppendAccepted = AddCounter("AppendAcceptedCount", "Single events that were acknowledged.");
        AppendBatchReceived = AddCounter("AppendBatchReceivedCount", "Batches that clients sent.");
        AppendBatchAccepted = AddCounter("AppendBatchAcceptedCount", "Batches that were acknowledged.");
        OpenConnections = AddGauge("OpenConnectionCount", "Connections open now.");
        EventReadFail = AddCounter("EventReadFail", "Failures to read events from the client or the medium.");
        ChannelWriteFail = AddCounter("ChannelWriteFail", "Batches that a required channel refused.");
        GenericProcessingFail = AddCounter("GenericProcessingFail", "Failures of any other kind.");
    }

    /// <summary>Events that arrived, before interceptors.</summary>
    public Counter EventReceived { get; }

    /// <summary>Events that all required channels have committed.</summary>
    public Counter EventAccepted { get; }

    /// <summary>Single events that clients sent.</summary>
    public Counter AppendReceived { get; }

    /// <summary>Single events that were acknowledged.</summary>
    public Counter AppendAccepted { get; }

    /// <summary>Batches that clients sent.</summary>
    public Counter AppendBatchReceived { get; }

    /// <summary>Batches that were acknowledged.</summary>
    public Counter AppendBatchAccepted { get; }

    /// <summary>Connections open now.</summary>
    public Gauge OpenConnections { get; }

    /// <summary>Failures to read events from the client or the medium.</summary>
    public Counter EventReadFail { get; }

    /// <summary>Batches that a required channel refused.</summary>
    public Counter ChannelWriteFail { get; }

    /// <summary>Failures of any other kind.</summary>
    public Counter GenericProcessingFail { get; }
}
