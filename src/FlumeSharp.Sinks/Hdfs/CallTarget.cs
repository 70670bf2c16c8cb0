namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Something that calls to the file system work on, one at a time.</summary>
internal abstract class CallTarget
{
    private CancellationTokenSource _abandoned = new();

    /// <summary>How messages name it.</summary>
    public abstract string Name { get; }

    /// <summary>The call that nobody waits for any more; until it ends nothing else may be called.</summary>
    public Task Pending { get; private set; } = Task.CompletedTask;

    /// <summary>The token of the next call.</summary>
    /// <exception cref="CallTimeoutException">An earlier call that took too long still runs.</exception>
    public CancellationToken BeginCall()
    {
        if (!Pending.IsCompleted)
        {
            throw new CallTimeoutException($"An earlier call that timed out still runs on file: {Name}");
        }

        if (_abandoned.IsCancellationRequested)
        {
            _abandoned = new CancellationTokenSource();
        }

        return _abandoned.Token;
    }

    /// <summary>Leaves a call to itself, cancelled.</summary>
    public void Abandon(Task call)
    {
        Pending = ObserveAsync(call);
        _ = _abandoned.CancelAsync();
    }

    private static async Task ObserveAsync(Task call) => await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
