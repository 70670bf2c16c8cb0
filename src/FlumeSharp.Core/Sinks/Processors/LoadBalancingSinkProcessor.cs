using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Processors;

/// <summary>Lets the sinks take turns. When one throws, or says that it has failed, the next one is asked in the same call; any other answer ends it.</summary>
[FlumeSinkProcessor("load_balance", "org.apache.flume.sink.LoadBalancingSinkProcessor", Stability = Stability.Stable)]
public sealed class LoadBalancingSinkProcessor : ISinkProcessor
{
    private readonly ISinkSelector _selector;
    private readonly Dictionary<ISink, RepeatedFailureLog> _failures;
    private readonly ILogger _logger;

    /// <summary>Makes the selector.</summary>
    public LoadBalancingSinkProcessor(
        LoadBalancingSinkProcessorOptions options, IReadOnlyList<ISink> sinks, TimeProvider time, ILoggerFactory loggers, ComponentActivator activator)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(activator);
        var context = new SinkSelectorContext(sinks, options.Backoff);
        _selector = options.Selector is { } selector
            ? activator.Create<ISinkSelector>(selector, context)
            : new RoundRobinSinkSelector(new SinkSelectorOptions(), context, time);
        _failures = sinks.ToDictionary(static sink => sink, _ => new RepeatedFailureLog(time));
        _logger = loggers.CreateLogger("org.apache.flume.sink.LoadBalancingSinkProcessor");
    }

    /// <inheritdoc />
    public async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        var order = _selector.NextOrder();
        for (var i = 0; i < order.Count; i++)
        {
            var sink = order[i];
            (var status, var failure) = await SinkCall.ProcessAsync(sink, cancellationToken).ConfigureAwait(false);
            if (status is not ProcessStatus.Failed)
            {
                return status;
            }

            _selector.InformFailed(sink);
            if (_failures[sink].ShouldLog(out var before))
            {
                Log.AttemptingNext(_logger, failure, sink.Name, before);
            }
        }

        throw new EventDeliveryException("All configured sinks have failed");
    }
}
