using FlumeSharp.Components;
using FlumeSharp.Sources;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Runtime;

/// <summary>Polls one source with Flume's back-off.</summary>
internal sealed class PollableSourceRunner(IPollableSource source, TimeProvider time, ILogger logger)
    : RunnerBase(source.Name, new Backoff(source.BackoffIncrement, source.MaxBackoff), time, logger)
{
    private readonly RepeatedFailureLog _failures = new(time);

    protected override bool IsDone => true;

    protected override ValueTask<ProcessStatus> ProcessAsync(CancellationToken abort) => source.ProcessAsync(abort);

    protected override async ValueTask WaitWhenEmptyAsync(TimeSpan atMost, CancellationToken stop)
    {
        if (source is IWaitsForWork waiting)
        {
            await waiting.WaitForWorkAsync(atMost, stop).ConfigureAwait(false);
        }
        else
        {
            await Task.Delay(atMost, Time, stop).ConfigureAwait(false);
        }
    }

    protected override TimeSpan OnFailure(Exception failure, Backoff backoff)
    {
        if (_failures.ShouldLog(out var before))
        {
            Log.UnableToProcess(Logger, failure, Name, before);
        }

        // Flume tries a failed delivery again at once, in a hot loop; one increment is as good as that for the events.
        return failure is EventDeliveryException ? backoff.Next() : backoff.Max;
    }
}
