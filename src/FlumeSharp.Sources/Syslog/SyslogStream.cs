using System.Buffers;
using FlumeSharp.Sources.Net;

namespace FlumeSharp.Sources.Syslog;

// What the connections of one port share.
internal sealed class SyslogStream(SourceContext context, SyslogCounters counters, bool countsInvalidAsReadFailure)
{
    private readonly OccasionalLog _invalid = new(context.TimeProvider);
    private readonly OccasionalLog _incomplete = new(context.TimeProvider);

    /// <summary>The port as the configuration has it, where that is not the connection's own.</summary>
    public int? Port { get; init; }

    public required int BatchSize { get; init; }

    public required int EventSize { get; init; }

    public required ClientHeaders Client { get; init; }

    public required MemoryPool<byte> Pool { get; init; }

    public required BatchDelivery Delivery { get; init; }

    public required Func<SyslogParser> NewParser { get; init; }

    public required Func<SyslogSplitter> NewSplitter { get; init; }

    /// <summary>Whether the end of a connection ends a message. In Flume such a message is lost.</summary>
    public required bool IsEndAnEnd { get; init; }

    public SyslogCounters Counters => counters;

    public SyslogClock Clock => new(context.TimeProvider.GetUtcNow(), context.TimeProvider.LocalTimeZone);

    /// <summary>Counts and tells what a parser has found wrong since the last call.</summary>
    public void Count(SyslogParser parser, ref long invalid, ref long incomplete)
    {
        var moreInvalid = parser.InvalidCount - invalid;
        var moreIncomplete = parser.IncompleteCount - incomplete;
        if (moreInvalid > 0)
        {
            counters.Invalid.Add(moreInvalid);
            counters.EventReadFail.Add(countsInvalidAsReadFailure ? moreInvalid : 0);
            _invalid.Say(count => Log.InvalidMessages(context.Logger, context.Name, count), moreInvalid);
        }

        if (moreIncomplete > 0)
        {
            counters.Incomplete.Add(moreIncomplete);
            _incomplete.Say(count => Log.IncompleteMessages(context.Logger, context.Name, EventSize, count), moreIncomplete);
        }

        invalid = parser.InvalidCount;
        incomplete = parser.IncompleteCount;
    }
}
