using FlumeSharp.Metrics;

namespace FlumeSharp.Routing;

/// <summary>The counters of an interceptor that can drop events or fail to understand them. Flume has none.</summary>
public sealed class InterceptorCounters : CounterGroup
{
    /// <summary>Makes the counters of one interceptor.</summary>
    /// <param name="component">The source, a dot, the interceptor.</param>
    public InterceptorCounters(string component)
        : base("INTERCEPTOR", component)
    {
        EventIntercepted = AddCounter("EventInterceptedCount", "Events that arrived at the interceptor.");
        EventDropped = AddCounter("EventDroppedCount", "Events that the interceptor took out of their batch.");
        EventMarked = AddCounter("EventMarkedCount", "Events that the interceptor changed.");
        EventFailed = AddCounter("EventFailedCount", "Events that the interceptor could not read, or whose search took too long.");
        BatchRejected = AddCounter("BatchRejectedCount", "Batches that the interceptor sent back to the source.");
    }

    /// <summary>Events that arrived at the interceptor.</summary>
    public Counter EventIntercepted { get; }

    /// <summary>Events that the interceptor took out of their batch.</summary>
    public Counter EventDropped { get; }

    /// <summary>Events that the interceptor changed.</summary>
    public Counter EventMarked { get; }

    /// <summary>Events that the interceptor could not read, or whose search took too long.</summary>
    public Counter EventFailed { get; }

    /// <summary>Batches that the interceptor sent back to the source.</summary>
    public Counter BatchRejected { get; }
}
