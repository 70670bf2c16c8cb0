using FlumeSharp.Metrics;

namespace FlumeSharp.Sources.Net;

/// <summary>Flume's counters of a source, and what datagrams need besides.</summary>
internal sealed class DatagramCounters : SourceCounters
{
    public DatagramCounters(string component)
        : base(component) => Lost = AddCounter("DroppedEventCount", "Datagrams that found no room while a channel was refusing.");

    /// <summary>Datagrams that found no room.</summary>
    public Counter Lost { get; }
}
