using System.Buffers;
using FlumeSharp.Metrics;
using FlumeSharp.Routing;
using FlumeSharp.Sources.Net;

namespace FlumeSharp.Sources.Netcat;

// What the connections of a source share.
internal sealed class NetcatService(SourceContext context, SourceCounters counters, NetcatSourceOptions options, MemoryPool<byte> pool, CancellationToken giveUp)
{
    private readonly OccasionalLog _refusals = new(context.TimeProvider);
    private readonly OccasionalLog _failures = new(context.TimeProvider);
    private readonly OccasionalLog _tooLong = new(context.TimeProvider);

    public NetcatSourceOptions Options => options;

    public SourceCounters Counters => counters;

    public ChannelProcessor Processor => context.Processor;

    public MemoryPool<byte> Pool => pool;

    /// <summary>For clients that are not told what became of their lines.</summary>
    public BatchDelivery Delivery { get; } = new(context, counters, counters.GenericProcessingFail, giveUp);

    /// <summary>The source ends now.</summary>
    public CancellationToken GiveUp => giveUp;

    /// <summary>A channel refused a line, and its client knows.</summary>
    public void Refused(Exception failure)
    {
        counters.ChannelWriteFail.Increment();
        _refusals.Say(count => Log.LineRefused(context.Logger, failure, context.Name, count));
    }

    /// <summary>An interceptor or the selector failed, and its client's connection is closed.</summary>
    public void Failed(Exception failure)
    {
        counters.GenericProcessingFail.Increment();
        _failures.Say(count => Log.LineFailed(context.Logger, failure, context.Name, count));
    }

    /// <summary>A line was too long.</summary>
    public void TooLong()
    {
        counters.EventReadFail.Increment();
        _tooLong.Say(count => Log.LineTooLong(context.Logger, context.Name, options.MaxLineLength, count));
    }

    /// <summary>Bytes were no text of the connection's character set.</summary>
    public void NoText()
    {
        counters.EventReadFail.Increment();
        Log.NoText(context.Logger, context.Name, options.Encoding);
    }
}
