using FlumeSharp.Metrics;

namespace FlumeSharp.Channels.Memory;

/// <summary>
/// The content of a memory channel: a ring under one lock, taken once per batch. Room is counted net of uncommitted takes, so a
/// rollback always finds it. Waiters are completed outside the lock.
/// </summary>
internal sealed class MemoryStore(Room room, Gauge size, TimeProvider time)
{
    // Timers end here; a longer keep-alive is as good as this one.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private readonly Lock _gate = new();
    private readonly EventRing _ring = new();
    private readonly List<SpaceWaiter> _spaceWaiters = [];
    private TaskCompletionSource? _dataWaiters;
    private Room _free = room;
    private int _count;
    private bool _isDraining;

    /// <summary>Events that can be taken now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Room that nobody has set aside.</summary>
    public Room Free
    {
        get
        {
            lock (_gate)
            {
                return _free;
            }
        }
    }

    /// <summary>Sets room aside and appends, all at once; false when there is not room enough.</summary>
    /// <param name="puts">The events.</param>
    /// <param name="needed">The room they need.</param>
    /// <param name="freed">The room that becomes free with the commit, because of what it takes.</param>
    public bool TryAppend(ReadOnlySpan<Event> puts, Room needed, Room freed)
    {
        TaskCompletionSource? data;
        List<SpaceWaiter>? granted;
        lock (_gate)
        {
            if (!_free.Fits(needed))
            {
                return false;
            }

            _free -= needed;
            (data, granted) = Append(puts, freed);
        }

        Wake(data, granted);
        return true;
    }

    /// <summary>Appends into room that was set aside before.</summary>
    public void AppendReserved(ReadOnlySpan<Event> puts, Room freed)
    {
        TaskCompletionSource? data;
        List<SpaceWaiter>? granted;
        lock (_gate)
        {
            (data, granted) = Append(puts, freed);
        }

        Wake(data, granted);
    }

    /// <summary>Waits until there is room and sets it aside.</summary>
    /// <returns>False when there was none in time.</returns>
    public async ValueTask<bool> ReserveAsync(Room needed, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var waiter = new SpaceWaiter(needed);
        lock (_gate)
        {
            if (_free.Fits(needed))
            {
                _free -= needed;
                return true;
            }

            if (timeout <= TimeSpan.Zero)
            {
                return false;
            }

            _spaceWaiters.Add(waiter);
        }

        try
        {
            await waiter.Task.WaitAsync(Limited(timeout), time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            bool wasGranted;
            lock (_gate)
            {
                wasGranted = !_spaceWaiters.Remove(waiter);
            }

            if (ended is TimeoutException)
            {
                return wasGranted;
            }

            if (wasGranted)
            {
                Release(needed);
            }

            throw;
        }
    }

    /// <summary>Gives back room that was set aside.</summary>
    public void Release(Room reserved)
    {
        List<SpaceWaiter>? granted;
        lock (_gate)
        {
            _free += reserved;
            granted = GrantSpace();
        }

        Wake(null, granted);
    }

    /// <summary>Takes up to <paramref name="max"/> events into both batches.</summary>
    public int TryTake(EventBatch takes, EventBatch destination, int max)
    {
        lock (_gate)
        {
            var count = Math.Min(max, _ring.Count);
            if (count > 0)
            {
                var slots = takes.Reserve(count);
                _ring.PopFront(slots);
                destination.AddRange(slots);
                Volatile.Write(ref _count, _ring.Count);
            }

            return count;
        }
    }

    /// <summary>Gives taken events back to the head.</summary>
    public void GiveBack(ReadOnlySpan<Event> takes)
    {
        TaskCompletionSource? data;
        lock (_gate)
        {
            _ring.PushFront(takes);
            Volatile.Write(ref _count, _ring.Count);
            size.Set(_ring.Count);
            data = Interlocked.Exchange(ref _dataWaiters, null);
        }

        data?.TrySetResult();
    }

    /// <summary>From now on nobody waits for events.</summary>
    public void BeginDrain()
    {
        TaskCompletionSource? data;
        lock (_gate)
        {
            _isDraining = true;
            data = Interlocked.Exchange(ref _dataWaiters, null);
        }

        data?.TrySetResult();
    }

    /// <summary>Whoever waits for events waits again.</summary>
    public void EndDrain()
    {
        lock (_gate)
        {
            _isDraining = false;
        }
    }

    /// <summary>Waits until there is an event.</summary>
    /// <returns>False when there was none in time, or none will come.</returns>
    public async ValueTask<bool> WaitForDataAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            Task data;
            lock (_gate)
            {
                if (_ring.Count > 0)
                {
                    return true;
                }

                if (_isDraining)
                {
                    return false;
                }

                data = (_dataWaiters ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            var left = timeout - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            try
            {
                await data.WaitAsync(Limited(left), time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return Count > 0;
            }
        }
    }

    /// <summary>
    /// Lets a batch fill for a millisecond after the event that ended a wait. Many clients that post one event each would else wake the
    /// sink for each of them, and have it flush for each.
    /// </summary>
    public Task GatherAsync(int wanted, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Real time: this is about how fast the machine's threads are, nothing that a configuration says.
            return _isDraining || _ring.Count >= wanted ? Task.CompletedTask : Task.Delay(Moment, TimeProvider.System, cancellationToken);
        }
    }

    private static void Wake(TaskCompletionSource? data, List<SpaceWaiter>? granted)
    {
        data?.TrySetResult();
        foreach (var waiter in granted ?? [])
        {
            waiter.TrySetResult();
        }
    }

    private static TimeSpan Limited(TimeSpan wait) => wait < LongestWait ? wait : LongestWait;

    private (TaskCompletionSource? Data, List<SpaceWaiter>? Granted) Append(ReadOnlySpan<Event> puts, Room freed)
    {
        TaskCompletionSource? data = null;
        if (!puts.IsEmpty)
        {
            _ring.PushBack(puts);
            Volatile.Write(ref _count, _ring.Count);
            (data, _dataWaiters) = (_dataWaiters, null);
        }

        // Under the lock, or the value of an earlier commit could overwrite that of a later one and stay.
        size.Set(_ring.Count);
        _free += freed;
        return (data, GrantSpace());
    }

    // In order of arrival, but a small batch need not wait behind a large one that does not fit yet.
    private List<SpaceWaiter>? GrantSpace()
    {
        List<SpaceWaiter>? granted = null;
        for (var i = 0; i < _spaceWaiters.Count;)
        {
            var waiter = _spaceWaiters[i];
            if (!_free.Fits(waiter.Needed))
            {
                i++;
                continue;
            }

            _free -= waiter.Needed;
            _spaceWaiters.RemoveAt(i);
            (granted ??= []).Add(waiter);
        }

        return granted;
    }
}
