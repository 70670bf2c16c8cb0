using FlumeSharp.Channels.File;
using FlumeSharp.Channels.Memory;

namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>A transaction of a spillable memory channel. The channel keeps closed ones for the next caller.</summary>
internal sealed class SpillableTransaction(SpillableMemoryChannel channel) : ChannelTransaction
{
    private readonly EventBatch _puts = new();
    private readonly EventBatch _takes = new();
    private readonly EventBatch _single = new(1);
    private readonly List<Portion> _portions = [];
    private FileTransaction? _disk;

    private SpillableMemoryChannelOptions Options => channel.Options;

    private SpillableStore Store => channel.Store;

    public void Begin() => Reopen();

    protected override void OnPut(ReadOnlySpan<Event> events)
    {
        channel.CountPutAttempts(events.Length);
        _puts.AddRange(events);
    }

    protected override async ValueTask<Event?> OnTakeAsync(CancellationToken cancellationToken)
    {
        _single.Clear();
        return await OnTakeAsync(_single, 1, cancellationToken).ConfigureAwait(false) == 0 ? null : _single[0];
    }

    protected override ValueTask<int> OnTakeAsync(EventBatch destination, int maxEvents, CancellationToken cancellationToken)
    {
        var taken = Take(destination, maxEvents);
        if (taken == 0 && Options.OverflowTimeout > TimeSpan.Zero)
        {
            return WaitAndTakeAsync(destination, maxEvents, cancellationToken);
        }

        channel.CountTakeAttempts(taken < maxEvents ? taken + 1 : taken);
        return ValueTask.FromResult(taken);
    }

    protected override ValueTask OnCommitAsync(CancellationToken cancellationToken)
    {
        if (_puts.Count > 0 && _portions.Count > 0)
        {
            throw new ChannelException($"nonzero puts and takes [channel={channel.Name}]");
        }

        return _puts.Count > 0 ? CommitPutsAsync(cancellationToken)
            : _portions.Count > 0 || _disk is not null ? CommitTakesAsync()
            : ValueTask.CompletedTask;
    }

    protected override async ValueTask OnRollbackAsync()
    {
        if (_portions.Count > 0)
        {
            await Store.GiveBackAsync(_portions, _takes, _disk).ConfigureAwait(false);
        }

        await ForgetAsync().ConfigureAwait(false);
    }

    protected override void OnClosed()
    {
        Forget();
        channel.Return(this);
    }

    // One portion after the other, from whichever place is next.
    private int Take(EventBatch destination, int max)
    {
        var taken = 0;
        while (taken < max)
        {
            var before = _disk?.TakenCount ?? 0;
            var portion = Store.Take(max - taken, ref _disk, _takes, destination);
            if (portion.Count == 0)
            {
                if (portion.IsOnDisk && taken == 0)
                {
                    channel.CountTakeAttempts(1);
                    throw new ChannelException(
                        $"Take list for FileBackedTransaction, capacity {Options.File.TransactionCapacity} full, consider committing more frequently, increasing capacity, or increasing thread count. [channel={channel.Name}]");
                }

                break;
            }

            taken += portion.IsOnDisk ? Read(portion, before, destination) : Keep(portion);
        }

        return taken;
    }

    private int Read(Portion portion, int before, EventBatch destination)
    {
        try
        {
            return Keep(portion with { Count = _disk!.Deliver(portion.Count, destination) });
        }
        catch (ChannelException)
        {
            // Those that could be read are taken, the others wait again.
            Keep(portion with { Count = _disk!.TakenCount - before });
            throw;
        }
    }

    private int Keep(Portion portion)
    {
        if (portion.Count > 0 && _portions.Count > 0 && _portions[^1].IsOnDisk == portion.IsOnDisk)
        {
            _portions[^1] = portion with { Count = portion.Count + _portions[^1].Count };
        }
        else if (portion.Count > 0)
        {
            _portions.Add(portion);
        }

        return portion.Count;
    }

    private async ValueTask<int> WaitAndTakeAsync(EventBatch destination, int max, CancellationToken cancellationToken)
    {
        var taken = 0;
        if (await Store.Arrivals.WaitAsync(Options.OverflowTimeout, cancellationToken).ConfigureAwait(false))
        {
            await Store.Memory.GatherAsync(max, cancellationToken).ConfigureAwait(false);
            taken = Take(destination, max);
        }

        channel.CountTakeAttempts(taken < max ? taken + 1 : taken);
        return taken;
    }

    private ValueTask CommitPutsAsync(CancellationToken cancellationToken)
    {
        var needed = ByteSlots.OfEvents(_puts.Events, Options.AvgEventSize);
        if (!Store.TryAppend(_puts.Events, needed))
        {
            return WaitAndCommitPutsAsync(needed, cancellationToken);
        }

        channel.CountPuts(_puts.Count);
        _puts.Clear();
        return ValueTask.CompletedTask;
    }

    private async ValueTask WaitAndCommitPutsAsync(Room needed, CancellationToken cancellationToken)
    {
        if (!await WaitForMemoryAsync(needed, cancellationToken).ConfigureAwait(false))
        {
            await Store.SpillAsync(_puts, cancellationToken).ConfigureAwait(false);
        }

        channel.CountPuts(_puts.Count);
        _puts.Clear();
    }

    // As Flume: places first, then bytes; false when the events have to go to disk.
    private async ValueTask<bool> WaitForMemoryAsync(Room needed, CancellationToken cancellationToken)
    {
        if (needed.Events > Options.MemoryCapacity && Options.Overflows)
        {
            return false;
        }

        var memory = Store.Memory;
        var places = needed with { ByteSlots = 0 };
        if (!await memory.ReserveAsync(places, Store.WaitForPlaces, cancellationToken).ConfigureAwait(false))
        {
            return Options.Overflows ? false : throw new ChannelFullException(
                $"Spillable Memory Channel's memory capacity has been reached and overflow is disabled. Consider increasing memoryCapacity. [channel={channel.Name}]");
        }

        var hasBytes = false;
        try
        {
            hasBytes = await memory.ReserveAsync(needed with { Events = 0 }, Options.OverflowTimeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!hasBytes)
            {
                memory.Release(places);
            }
        }

        if (!hasBytes)
        {
            return Options.Overflows ? false : throw new ChannelFullException(
                $"Spillable Memory Channel's memory capacity has been reached.  {memory.Free.ByteSlots * Options.AvgEventSize} bytes are free and overflow is disabled. Consider increasing byteCapacity or capacity. [channel={channel.Name}]");
        }

        Store.AppendReserved(_puts.Events);
        return true;
    }

    // The disk first: once it has the takes, nothing can go wrong any more.
    private async ValueTask CommitTakesAsync()
    {
        if (_disk is not null)
        {
            await _disk.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        Store.Release(ByteSlots.OfEvents(_takes.Events, Options.AvgEventSize));
        channel.CountTakes(_portions.Sum(static portion => portion.Count));
        await ForgetAsync().ConfigureAwait(false);
    }

    private async ValueTask ForgetAsync()
    {
        Forget();
        if (_disk is { } disk)
        {
            _disk = null;
            await disk.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Forget()
    {
        _puts.Clear();
        _takes.Clear();
        _single.Clear();
        _portions.Clear();
    }
}
