using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.TestKit;

namespace FlumeSharp.Sinks;

/// <summary>A sink that answers as it is told and remembers how often it was asked.</summary>
internal sealed class ScriptSink(string name, IChannel? channel = null) : ISink
{
    /// <summary>Thrown instead of an answer.</summary>
    public Exception? Failure { get; set; }

    public ProcessStatus Answer { get; set; } = ProcessStatus.Ready;

    /// <summary>Calls so far.</summary>
    public int Calls { get; set; }

    public string Name => name;

    public LifecycleState State { get; set; } = LifecycleState.Started;

    public IChannel Channel { get; } = channel ?? new ListChannel();

    public ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        Calls++;
        cancellationToken.ThrowIfCancellationRequested();
        return Failure is { } failure ? throw failure : ValueTask.FromResult(Answer);
    }

    public void Fails() => Failure = new EventDeliveryException($"{name} is away");

    public void Works() => Failure = null;

    public ValueTask StartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
