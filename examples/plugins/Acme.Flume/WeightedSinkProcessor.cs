using FlumeSharp;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Sinks;
using Microsoft.Extensions.Logging;

namespace Acme.Flume;

/// <summary>Shares the batches of a sink group by weight; while a sink fails, the others take its share.</summary>
/// <remarks>One runner calls it, one call at a time. It does not start, stop or dispose the sinks: the agent does.</remarks>
[FlumeSinkProcessor("weighted", "com.acme.flume.WeightedSinkProcessor")]
public sealed partial class WeightedSinkProcessor(WeightedSinkProcessorOptions options, IReadOnlyList<ISink> sinks, ILoggerFactory loggers) : ISinkProcessor
{
    private readonly ILogger _logger = loggers.CreateLogger<WeightedSinkProcessor>();
    private readonly int[] _left = new int[sinks.Count];
    private readonly bool[] _isFailing = new bool[sinks.Count];

    /// <inheritdoc />
    public async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        if (Array.TrueForAll(_left, static left => left == 0))
        {
            for (var i = 0; i < _left.Length; i++)
            {
                _left[i] = options.WeightOf(sinks[i].Name);
            }
        }

        // Sinks with batches left in this round come first; the others stand in for those that fail.
        var isEmpty = false;
        foreach (var i in Enumerable.Range(0, sinks.Count).OrderByDescending(i => _left[i]).ToList())
        {
            ProcessStatus status;
            Exception? failure = null;
            try
            {
                // A sink whose start fails is there all the same, and must not be asked; the agent goes on trying to start it.
                status = sinks[i].State is LifecycleState.Started
                    ? await sinks[i].ProcessAsync(cancellationToken).ConfigureAwait(false)
                    : throw new EventDeliveryException($"Sink {sinks[i].Name} has not started.");
            }
            catch (Exception thrown) when (!cancellationToken.IsCancellationRequested)
            {
                (status, failure) = (ProcessStatus.Failed, thrown);
            }

            if (status is ProcessStatus.Failed)
            {
                // The events are still in the channel. Out of this round, and tried again in the next.
                NoteFailure(i, failure);
                continue;
            }

            _isFailing[i] = false;
            if (status is not ProcessStatus.Empty)
            {
                _left[i] = Math.Max(0, _left[i] - 1);
                return status;
            }

            // Sinks of a group may take from different channels: one that is empty must not keep the others waiting.
            isEmpty = true;
            if (sinks.All(sink => sink.Channel == sinks[i].Channel))
            {
                break;
            }
        }

        // After an exception the runner waits for 5 s, as after the failure of a single sink.
        return isEmpty ? ProcessStatus.Empty : throw new EventDeliveryException("All sinks of the group have failed.");
    }

    [LoggerMessage(1, LogLevel.Warning, "Sink {Sink} fails, and the others of its group take its share.")]
    private static partial void SinkFails(ILogger logger, Exception? failure, string sink);

    // Once, not for every batch. A sink that answers instead of throwing has logged the reason itself.
    private void NoteFailure(int sink, Exception? failure)
    {
        _left[sink] = 0;
        if (!_isFailing[sink])
        {
            _isFailing[sink] = true;
            SinkFails(_logger, failure, sinks[sink].Name);
        }
    }
}
