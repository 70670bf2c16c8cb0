using System.Runtime.InteropServices;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Sinks.Processors;

/// <summary>Any order, each as likely as the others.</summary>
/// <param name="options">Its keys.</param>
/// <param name="context">The sinks.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Where chance comes from. Default: the runtime's shared one.</param>
[FlumeSinkSelector("random", "org.apache.flume.sink.LoadBalancingSinkProcessor$RandomOrderSinkSelector", Stability = Stability.Stable)]
public sealed class RandomSinkSelector(SinkSelectorOptions options, SinkSelectorContext context, TimeProvider time, Random? random = null) : ISinkSelector
{
    private readonly FailureBackoff<ISink> _backoff = new(context.Sinks, context.BacksOff, options.MaxTimeOut, time);
    private readonly List<ISink> _order = new(context.Sinks.Count);
    private readonly Random _random = random ?? Random.Shared;

    /// <inheritdoc />
    public IReadOnlyList<ISink> NextOrder()
    {
        _backoff.CopyActive(_order);
        _random.Shuffle(CollectionsMarshal.AsSpan(_order));
        return _order;
    }

    /// <inheritdoc />
    public void InformFailed(ISink sink) => _backoff.InformFailure(sink);
}
