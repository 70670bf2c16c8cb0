using FlumeSharp.Metrics;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Puts <c>hdfs.callTimeout</c> on calls to the file system, and counts those that fail.</summary>
/// <param name="limit">The longest a call may take; 0 or less waits for ever.</param>
/// <param name="time">The clock.</param>
/// <param name="failures">Counts calls that failed or took too long.</param>
internal sealed class CallTimeout(TimeSpan limit, TimeProvider time, Counter failures)
{
    /// <summary>The longest a call may take.</summary>
    public TimeSpan Limit { get; } = Timers.OrNever(limit);

    /// <summary>Makes a call and waits for it.</summary>
    /// <param name="target">What the call works on; what it returns, it leaves there.</param>
    /// <param name="call">The call. Its token is cancelled when nobody waits for it any more.</param>
    /// <param name="hurry">Ends the wait at once.</param>
    /// <exception cref="CallTimeoutException">It took too long. The call may still be running: see <see cref="CallTarget.Pending"/>.</exception>
    public ValueTask RunAsync<T>(T target, Func<T, CancellationToken, ValueTask> call, CancellationToken hurry)
        where T : CallTarget
    {
        ValueTask pending;
        try
        {
            pending = call(target, target.BeginCall());
        }
        catch
        {
            failures.Increment();
            throw;
        }

        return pending.IsCompletedSuccessfully ? pending : WaitAsync(target, pending.AsTask(), hurry);
    }

    private async ValueTask WaitAsync(CallTarget target, Task pending, CancellationToken hurry)
    {
        try
        {
            await pending.WaitAsync(Limit, time, hurry).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (pending.IsCompletedSuccessfully)
            {
                return; // It made it after all, while the wait ended.
            }

            if (!pending.IsCompleted)
            {
                target.Abandon(pending);
            }

            if (hurry.IsCancellationRequested && e is OperationCanceledException)
            {
                throw;
            }

            failures.Increment();
            if (e is not TimeoutException || pending.IsCompleted)
            {
                throw;
            }

            throw new CallTimeoutException($"Callable timed out after {(long)Limit.TotalMilliseconds} ms on file: {target.Name}", e);
        }
    }
}
