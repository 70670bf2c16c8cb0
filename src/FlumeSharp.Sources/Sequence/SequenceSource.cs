using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Sources.Sequence;

/// <summary>Makes events by itself, whose bodies count up from 0: for trying out a configuration and for measuring one.</summary>
/// <remarks>A batch that a channel refused is sent again with the same numbers, so the numbers in a channel have no gap.</remarks>
[FlumeSource("seq", "org.apache.flume.source.SequenceGeneratorSource", Stability = Stability.Stable)]
public sealed class SequenceSource(SequenceSourceOptions options, SourceContext context) : SourceBase(context), IPollableSource
{
    private const int SlabLength = 32 * 1024;
    private const int LongestBody = 20;
    private readonly EventBatch _batch = new(options.BatchSize);
    private readonly RefusalLog _refusals = new(context, $"Source {context.Name} (seq)", "its events are sent again after a pause");
    private byte[] _slab = [];
    private int _slabUsed;
    private long _next;

    /// <inheritdoc />
    public TimeSpan BackoffIncrement => options.BackoffIncrement;

    /// <inheritdoc />
    public TimeSpan MaxBackoff => options.MaxBackoff;

    /// <inheritdoc />
    public async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        var count = (int)Math.Min(options.BatchSize, options.TotalEvents - _next);
        if (count <= 0)
        {
            return ProcessStatus.Empty;
        }

        _batch.Clear();
        for (var i = 0; i < count; i++)
        {
            _batch.Add(new Event(BodyOf(_next + i)));
        }

        try
        {
            await Processor.ProcessAsync(_batch, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelException failure)
        {
            Counters.ChannelWriteFail.Increment();
            _refusals.Refused(failure);
            return ProcessStatus.Backoff;
        }

        _refusals.Took();
        _next += count;
        Counters.EventAccepted.Add(count);
        Counters.AppendBatchAccepted.Add(options.BatchSize > 1 ? 1 : 0);
        return ProcessStatus.Ready;
    }

    /// <inheritdoc />
    protected override ValueTask OnStartSourceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc />
    protected override ValueTask OnStopSourceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    // Neighbouring bodies share an array: one allocation for some thousand events.
    private ReadOnlyMemory<byte> BodyOf(long number)
    {
        if (_slab.Length - _slabUsed < LongestBody)
        {
            _slab = GC.AllocateUninitializedArray<byte>(SlabLength);
            _slabUsed = 0;
        }

        number.TryFormat(_slab.AsSpan(_slabUsed), out var length);
        var body = _slab.AsMemory(_slabUsed, length);
        _slabUsed += length;
        return body;
    }
}
