using System.Runtime.InteropServices;
using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Sinks.Processors;

/// <summary>Begins with another sink each time, in turn.</summary>
/// <remarks>As in Flume the turn counts places among the sinks that are not backed off, so the load is uneven while one is.</remarks>
[FlumeSinkSelector("round_robin", "org.apache.flume.sink.LoadBalancingSinkProcessor$RoundRobinSinkSelector", Stability = Stability.Stable)]
public sealed class RoundRobinSinkSelector(SinkSelectorOptions options, SinkSelectorContext context, TimeProvider time) : ISinkSelector
{
    private readonly FailureBackoff<ISink> _backoff = new(context.Sinks, context.BacksOff, options.MaxTimeOut, time);
    private readonly List<ISink> _order = new(context.Sinks.Count);
    private int _nextHead;

    /// <inheritdoc />
    public IReadOnlyList<ISink> NextOrder()
    {
        _backoff.CopyActive(_order);
        if (_nextHead >= _order.Count)
        {
            _nextHead = 0;
        }

        var begin = _nextHead++;
        if (_nextHead == _order.Count)
        {
            _nextHead = 0;
        }

        // Rotates by three reversals, in place.
        var order = CollectionsMarshal.AsSpan(_order);
        var head = Math.Min(begin, order.Length);
        order[..head].Reverse();
        order[head..].Reverse();
        order.Reverse();
        return _order;
    }

    /// <inheritdoc />
    public void InformFailed(ISink sink) => _backoff.InformFailure(sink);
}
