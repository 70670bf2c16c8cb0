namespace FlumeSharp.Channels.File.Queue;

/// <summary>Where those wait who want to take and find nothing.</summary>
internal sealed class ArrivalGate(Func<bool> hasEvents, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);
    private readonly Lock _gate = new();
    private TaskCompletionSource? _arrival;
    private bool _isDraining;

    /// <summary>Events have come, or came back.</summary>
    public void Announce()
    {
        // A waiter looks for events again after it has registered, so that it misses nothing.
        if (Volatile.Read(ref _arrival) is not null)
        {
            TaskCompletionSource? arrival;
            lock (_gate)
            {
                (arrival, _arrival) = (_arrival, null);
            }

            arrival?.TrySetResult();
        }
    }

    /// <summary>From now on nobody waits.</summary>
    public void BeginDrain()
    {
        lock (_gate)
        {
            _isDraining = true;
        }

        Announce();
    }

    /// <summary>Whoever comes waits again.</summary>
    public void EndDrain()
    {
        lock (_gate)
        {
            _isDraining = false;
        }
    }

    /// <summary>Waits until there is an event.</summary>
    /// <returns>False when there was none in time, or none will come.</returns>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!hasEvents())
        {
            Task arrival;
            lock (_gate)
            {
                if (_isDraining)
                {
                    return hasEvents();
                }

                _arrival ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }

            Interlocked.MemoryBarrier();
            if (hasEvents())
            {
                return true;
            }

            var left = timeout - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            try
            {
                await arrival.WaitAsync(left < LongestWait ? left : LongestWait, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return hasEvents();
            }
        }

        return true;
    }
}
