using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sinks.Processors;

/// <summary>
/// Asks the sink with the highest priority as long as it works. One that throws, or says that it has failed, is left alone for a while that doubles with every further
/// failure; afterwards it is tried before the active one, and is back as soon as it delivers something.
/// </summary>
/// <remarks>
/// Flume's behaviour to the letter, with three exceptions: <see cref="ProcessStatus.Failed"/> counts as a failure; a penalty never overflows (Java's does from the 22nd failure in a row, and the
/// sink is then tried again at once), and a recovering sink that finds its own channel empty does not keep the active sink from another one.
/// </remarks>
[FlumeSinkProcessor("failover", "org.apache.flume.sink.FailoverSinkProcessor", Stability = Stability.Stable)]
public sealed class FailoverSinkProcessor : ISinkProcessor
{
    private const long PenaltyUnit = 1000;

    // 2^22 seconds are longer than the longest penalty that can be configured.
    private const int MostDoublings = 22;

    private readonly SortedList<int, ISink> _live = [];
    private readonly PriorityQueue<FailedSink, long> _failed = new();
    private readonly long _maxPenalty;
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly ILogger _logger;
    private readonly RepeatedFailureLog _retries;

    /// <summary>Ranks the sinks. Of several with one priority only the first is ever asked.</summary>
    public FailoverSinkProcessor(FailoverSinkProcessorOptions options, IReadOnlyList<ISink> sinks, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _maxPenalty = (long)options.MaxPenalty.TotalMilliseconds;
        _time = time;
        _epoch = time.GetTimestamp();
        _logger = loggers.CreateLogger("org.apache.flume.sink.FailoverSinkProcessor");
        _retries = new RepeatedFailureLog(time);
        foreach (var (sink, (_, priority)) in sinks.Zip(options.Rank(sinks.Select(static sink => sink.Name))))
        {
            _live.TryAdd(priority, sink);
        }
    }

    /// <summary>The sink that is asked while none recovers; <see langword="null"/> when all have failed.</summary>
    internal ISink? Active => _live.Count > 0 ? _live.Values[^1] : null;

    /// <inheritdoc />
    public async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        if (await TryRecoverAsync(cancellationToken).ConfigureAwait(false) is { } status)
        {
            return status;
        }

        while (Active is { } active)
        {
            (var answer, var failure) = await SinkCall.ProcessAsync(active, cancellationToken).ConfigureAwait(false);
            if (answer is not ProcessStatus.Failed)
            {
                return answer;
            }

            Log.MovedToFailoverList(_logger, failure, active.Name);
            var priority = _live.Keys[^1];
            _live.RemoveAt(_live.Count - 1);
            Penalize(new FailedSink(active, priority, Failures: 1));
        }

        throw new EventDeliveryException("All sinks failed to process, nothing left to failover to");
    }

    // Sinks whose penalty has passed, the earliest first: the answer of the first that has one, or null when the active sink is to be asked.
    private async ValueTask<ProcessStatus?> TryRecoverAsync(CancellationToken cancellationToken)
    {
        if (_failed.Count == 0)
        {
            return null;
        }

        var now = Now();
        while (_failed.TryPeek(out var next, out var retryAt) && retryAt < now)
        {
            _failed.Dequeue();
            ProcessStatus status;
            Exception? failure;
            try
            {
                (status, failure) = await SinkCall.ProcessAsync(next.Sink, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                _failed.Enqueue(next, retryAt);
                throw;
            }

            if (status is ProcessStatus.Failed)
            {
                if (_retries.ShouldLog(out var before))
                {
                    Log.StillFailing(_logger, failure, next.Sink.Name, before);
                }

                Penalize(next with { Failures = Math.Min(next.Failures + 1, MostDoublings) });
                continue;
            }

            if (status is ProcessStatus.Ready)
            {
                Log.Recovered(_logger, next.Sink.Name);
                _live[next.Priority] = next.Sink;
                return status;
            }

            // It did not fail, so it is not penalised, and it is asked again next time.
            _failed.Enqueue(next, retryAt);
            return status is ProcessStatus.Empty && Active is { } active && active.Channel != next.Sink.Channel ? null : status;
        }

        return null;
    }

    private void Penalize(FailedSink sink) => _failed.Enqueue(sink, Now() + Math.Min(_maxPenalty, (1L << sink.Failures) * PenaltyUnit));

    // Milliseconds of a clock that nobody sets back.
    private long Now() => (long)_time.GetElapsedTime(_epoch).TotalMilliseconds;

    private sealed record FailedSink(ISink Sink, int Priority, int Failures);
}
