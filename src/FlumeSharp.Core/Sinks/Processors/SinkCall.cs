using FlumeSharp.Components;

namespace FlumeSharp.Sinks.Processors;

// One call of a sink that belongs to a group.
internal static class SinkCall
{
    /// <summary>Asks a sink. One that has not started, because its start fails, is a failed one: the others of the group take over.</summary>
    /// <returns>
    /// What it answered. A sink has failed when that is <see cref="ProcessStatus.Failed"/>, however it said so; the exception is there when it
    /// threw one, and otherwise the sink has logged the reason itself.
    /// </returns>
    /// <exception cref="OperationCanceledException">The runner ends, which is no failure of the sink.</exception>
    public static async ValueTask<(ProcessStatus Status, Exception? Failure)> ProcessAsync(ISink sink, CancellationToken cancellationToken)
    {
        if (sink.State is not LifecycleState.Started)
        {
            return (ProcessStatus.Failed, new EventDeliveryException($"Sink {sink.Name} has not started."));
        }

        try
        {
            return (await sink.ProcessAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return (ProcessStatus.Failed, failure);
        }
    }
}
