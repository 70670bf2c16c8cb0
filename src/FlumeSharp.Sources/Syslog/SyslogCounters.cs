using FlumeSharp.Metrics;

namespace FlumeSharp.Sources.Syslog;

/// <summary>Flume's counters of a source, and what it has no counter for.</summary>
internal sealed class SyslogCounters : SourceCounters
{
    public SyslogCounters(string component, bool hasDatagrams)
        : base(component)
    {
        Invalid = AddCounter("InvalidEventCount", "Messages that were no syslog; they are events all the same, with flume.syslog.status=Invalid.");
        Incomplete = AddCounter("IncompleteEventCount", "Pieces of messages that were longer than eventSize.");
        Lost = hasDatagrams
            ? AddCounter("DroppedEventCount", "Datagrams that found no room while a channel was refusing.")
            : AddCounter("UnterminatedEventCount", "Messages whose end had not come when their connection ended; they are dropped.");
    }

    /// <summary>Messages that were no syslog.</summary>
    public Counter Invalid { get; }

    /// <summary>Pieces of messages that were too long.</summary>
    public Counter Incomplete { get; }

    /// <summary>Messages without an end, or datagrams without room.</summary>
    public Counter Lost { get; }
}
