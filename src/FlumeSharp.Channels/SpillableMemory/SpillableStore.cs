using FlumeSharp.Channels.File;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.Memory;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>
/// The content of a spillable memory channel: a memory store, a file channel, and the order between them. One lock keeps the three in
/// step; nothing waits under it. Writes to disk are handed over under it and end outside, so that they share flushes and still come
/// out in the order of their commits.
/// </summary>
internal sealed class SpillableStore
{
    private readonly Lock _gate = new();
    private readonly DrainOrder _order = new();
    private readonly FileChannel _disk;
    private readonly SpillableMemoryChannelOptions _options;
    private readonly SpillableMemoryChannelCounters _counters;
    private readonly ILogger _logger;
    private volatile bool _isOverflowing;
    private volatile bool _hasNext;
    private long _count;

    public SpillableStore(FileChannel disk, MemoryStore memory, SpillableMemoryChannelOptions options, SpillableMemoryChannelCounters counters, TimeProvider time, ILogger logger)
    {
        _disk = disk;
        Memory = memory;
        _options = options;
        _counters = counters;
        _logger = logger;
        Arrivals = new ArrivalGate(() => _hasNext, time);
        Save = new MemorySave(disk, memory, options.File.TransactionCapacity, logger);
        disk.ReturnClaims = GiveBack;
    }

    /// <summary>Events that are committed and not taken.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Whether there is an event that can be taken now.</summary>
    public bool HasNext => _hasNext;

    public MemoryStore Memory { get; }

    /// <summary>What a stop does with the memory.</summary>
    public MemorySave Save { get; }

    /// <summary>Where those wait who want to take.</summary>
    public ArrivalGate Arrivals { get; }

    /// <summary>How long a commit waits for places in memory.</summary>
    public TimeSpan WaitForPlaces => _isOverflowing ? TimeSpan.Zero : _options.OverflowTimeout;

    /// <summary>The file channel was opened: what it holds comes first.</summary>
    public void Open()
    {
        lock (_gate)
        {
            if (_disk.EventCount > 0)
            {
                _order.Add(isOnDisk: true, _disk.EventCount);
            }

            Changed();
        }
    }

    /// <summary>Appends in memory, if there is room.</summary>
    public bool TryAppend(ReadOnlySpan<Event> events, Room needed)
    {
        lock (_gate)
        {
            if (!Memory.TryAppend(events, needed, default))
            {
                return false;
            }

            _order.Add(isOnDisk: false, events.Length);
            Changed();
        }

        Arrivals.Announce();
        return true;
    }

    /// <summary>Appends in memory, into room that was set aside.</summary>
    public void AppendReserved(ReadOnlySpan<Event> events)
    {
        lock (_gate)
        {
            Memory.AppendReserved(events, default);
            _order.Add(isOnDisk: false, events.Length);
            Changed();
        }

        Arrivals.Announce();
    }

    /// <summary>Appends on disk.</summary>
    public async ValueTask SpillAsync(EventBatch events, CancellationToken cancellationToken)
    {
        BeginOverflow();
        var transaction = (FileTransaction)_disk.BeginTransaction();
        await using (transaction.ConfigureAwait(false))
        {
            transaction.Put(events.Events);
            await transaction.ReserveRoomAsync(_options.OverflowTimeout, cancellationToken).ConfigureAwait(false);

            // Outside of the lock, under which everybody else waits.
            transaction.Encode();
            LinkedListNode<Run> run;
            ValueTask commit;
            lock (_gate)
            {
                run = _order.AddPending(events.Count);
                commit = transaction.CommitAsync(CancellationToken.None);
            }

            var isCommitted = false;
            try
            {
                await commit.ConfigureAwait(false);
                isCommitted = true;
                _counters.Spilled.Add(events.Count);
            }
            finally
            {
                lock (_gate)
                {
                    _order.Settle(run, isCommitted);
                    Changed();
                }

                Arrivals.Announce();
            }
        }
    }

    /// <summary>Takes the next events that are in one place: those in memory at once, those on disk as claims that are to be read.</summary>
    /// <param name="max">At most so many.</param>
    /// <param name="fromDisk">What claims those on disk; made when it is needed.</param>
    /// <param name="takes">Where events from memory are added.</param>
    /// <param name="destination">And here too.</param>
    public Portion Take(int max, ref FileTransaction? fromDisk, EventBatch takes, EventBatch destination)
    {
        lock (_gate)
        {
            if (_order.IsNextOnDisk)
            {
                fromDisk ??= (FileTransaction)_disk.BeginTransaction();
            }

            var portion = _order.Take(max, fromDisk?.RoomForTakes ?? 0);
            if (portion.Count > 0)
            {
                portion = portion with { Count = portion.IsOnDisk ? fromDisk!.Claim(portion.Count) : Memory.TryTake(takes, destination, portion.Count) };
            }

            Changed();
            return portion;
        }
    }

    /// <summary>Gives everything that a transaction has taken back to the head.</summary>
    public async ValueTask GiveBackAsync(List<Portion> portions, EventBatch fromMemory, FileTransaction? fromDisk)
    {
        ValueTask rollback = default;
        lock (_gate)
        {
            if (fromMemory.Count > 0)
            {
                Memory.GiveBack(fromMemory.Events);
            }

            if (fromDisk is not null)
            {
                rollback = fromDisk.RollbackAsync();
            }

            for (var i = portions.Count - 1; i >= 0; i--)
            {
                _order.GiveBack(portions[i]);
            }

            Changed();
        }

        Arrivals.Announce();
        await rollback.ConfigureAwait(false);
    }

    /// <summary>A commit of takes has ended: the room they had in memory is free.</summary>
    public void Release(Room taken)
    {
        if (taken.Events > 0)
        {
            Memory.Release(taken);
        }

        if (_isOverflowing && FreeMemory() >= _options.OverflowDeactivationThreshold)
        {
            lock (_gate)
            {
                if (!_isOverflowing)
                {
                    return;
                }

                _isOverflowing = false;
                _counters.OverflowActive.Set(false);
            }

            Log.OverflowEnds(_logger, _disk.Name);
        }
    }

    private double FreeMemory() =>
        _options.MemoryCapacity == 0 ? 0 : 100.0 * (_options.MemoryCapacity - Memory.Count) / _options.MemoryCapacity;

    // What could not be read from disk, and what was damaged and could not be discarded, waits there again. The disk's queue and the order
    // change together, or another taker would find one of them without the other.
    private void GiveBack(EventQueue queue, ReadOnlySpan<Claim> claims)
    {
        lock (_gate)
        {
            queue.GiveBack(claims);
            _order.GiveBack(new(IsOnDisk: true, claims.Length));
            Changed();
        }

        Arrivals.Announce();
    }

    private void BeginOverflow()
    {
        lock (_gate)
        {
            if (_isOverflowing || _options.MemoryCapacity == 0)
            {
                return;
            }

            _isOverflowing = true;
            _counters.OverflowActive.Set(true);
        }

        Log.OverflowBegins(_logger, _disk.Name);
    }

    // Under the lock, or the value of an earlier commit could overwrite that of a later one and stay.
    private void Changed()
    {
        Volatile.Write(ref _count, _order.Count);
        _hasNext = _order.HasNext;
        _counters.Size.Set(_order.Count);
        _counters.MemorySize.Set(Memory.Count);
        _counters.OverflowSize.Set(_order.OnDisk);
    }
}
