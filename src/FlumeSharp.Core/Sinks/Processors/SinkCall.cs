using FlumeSharp.Components;

namespace FlumeSharp.Sinks.Processors;

// One call of a sink that belongs to a group.
internal static class SinkCall
{
    /// <summary>Asks a sink. One that has not started, because its start fails, is a failed one: the others of the group take over.</summary>
    public static ValueTask<ProcessStatus> ProcessAsync(ISink sink, CancellationToken cancellationToken) => sink.State is LifecycleState.Started
        ? sink.ProcessAsync(cancellationToken)
        : throw new EventDeliveryException($"Sink {sink.Name} has not started.");

    /// <summary>Whether a call ended because the runner ends, which is no failure of the sink.</summary>
    public static bool IsCancelled(Exception failure, CancellationToken cancellationToken) =>
        failure is OperationCanceledException && cancellationToken.IsCancellationRequested;
}
