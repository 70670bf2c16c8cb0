namespace FlumeSharp.Channels.File.Queue;

/// <summary>
/// Places for events: those that wait, that are claimed, and that a commit is bringing. Who waits for places is served in the order of
/// arrival, but a small batch need not wait behind a large one that does not fit yet.
/// </summary>
internal sealed class RoomGate(int capacity, TimeProvider time)
{
    // Timers end here; a longer keep-alive is as good as this one.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);
    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];

    // Below zero when the channel was opened with a capacity smaller than what is in it.
    private long _free = capacity;

    /// <summary>Counts events that were there before.</summary>
    public void Occupy(long count)
    {
        lock (_gate)
        {
            _free -= count;
        }
    }

    /// <summary>Sets places aside at once, or says that there are not enough.</summary>
    public bool TryReserve(int count)
    {
        lock (_gate)
        {
            if (_free < count)
            {
                return false;
            }

            _free -= count;
            return true;
        }
    }

    /// <summary>Waits for places and sets them aside.</summary>
    /// <returns>False when there were not enough in time.</returns>
    public async ValueTask<bool> ReserveAsync(int count, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(count);
        lock (_gate)
        {
            if (_free >= count)
            {
                _free -= count;
                return true;
            }

            if (timeout <= TimeSpan.Zero)
            {
                return false;
            }

            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Task.WaitAsync(timeout < LongestWait ? timeout : LongestWait, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            bool wasGranted;
            lock (_gate)
            {
                wasGranted = !_waiters.Remove(waiter);
            }

            if (ended is TimeoutException)
            {
                return wasGranted;
            }

            if (wasGranted)
            {
                Release(count);
            }

            throw;
        }
    }

    /// <summary>Gives places back.</summary>
    public void Release(long count)
    {
        List<Waiter>? granted = null;
        lock (_gate)
        {
            _free += count;
            for (var i = 0; i < _waiters.Count;)
            {
                var waiter = _waiters[i];
                if (_free < waiter.Count)
                {
                    i++;
                    continue;
                }

                _free -= waiter.Count;
                _waiters.RemoveAt(i);
                (granted ??= []).Add(waiter);
            }
        }

        foreach (var waiter in granted ?? [])
        {
            waiter.TrySetResult();
        }
    }

    private sealed class Waiter(int count) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int Count => count;
    }
}
