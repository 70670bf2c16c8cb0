using FlumeSharp.Metrics;

namespace FlumeSharp.Sources.Exec;

/// <summary>Flume's counters of a source, and those that tell how its command fares.</summary>
public sealed class ExecSourceCounters : SourceCounters
{
    /// <summary>Makes the counters of one source.</summary>
    public ExecSourceCounters(string component)
        : base(component)
    {
        CommandStarts = AddCounter("CommandStartCount", "Times that the command was started.");
        LinesCut = AddCounter("LineCutCount", "Lines longer than maxLineLength, which became several events.");
        LinesMalformed = AddCounter("LineMalformedCount", "Lines with bytes that are not of the character set.");
        EventsDropped = AddCounter("EventDropCount", "Events that could not be given to a channel and are lost.");
    }

    /// <summary>Times that the command was started.</summary>
    public Counter CommandStarts { get; }

    /// <summary>Lines longer than maxLineLength, which became several events.</summary>
    public Counter LinesCut { get; }

    /// <summary>Lines with bytes that are not of the character set.</summary>
    public Counter LinesMalformed { get; }

    /// <summary>Events that could not be given to a channel and are lost.</summary>
    public Counter EventsDropped { get; }
}
