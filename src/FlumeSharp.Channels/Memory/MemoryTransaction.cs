using FlumeSharp.Options;

namespace FlumeSharp.Channels.Memory;

/// <summary>A transaction of a memory channel. The channel keeps closed ones for the next caller.</summary>
internal sealed class MemoryTransaction(MemoryChannel channel) : ChannelTransaction
{
    private readonly EventBatch _puts = new();
    private readonly EventBatch _takes = new();
    private readonly EventBatch _single = new(1);

    public void Begin() => Reopen();

    protected override void OnPut(ReadOnlySpan<Event> events)
    {
        var limit = channel.Options.TransactionCapacity;
        var room = limit - _puts.Count;
        if (events.Length > room)
        {
            // A loop of single puts would have been refused at the first one too many.
            channel.CountPutAttempts(room + 1);
            throw new ChannelException(
                $"Put queue for MemoryTransaction of capacity {limit} full, consider committing more frequently, increasing capacity or increasing thread count");
        }

        channel.CountPutAttempts(events.Length);
        _puts.AddRange(events);
    }

    protected override ValueTask<Event?> OnTakeAsync(CancellationToken cancellationToken)
    {
        _single.Clear();
        var taken = OnTakeAsync(_single, 1, cancellationToken);
        return taken.IsCompletedSuccessfully ? ValueTask.FromResult(SingleOf(taken.GetAwaiter().GetResult())) : AwaitSingleAsync(taken);
    }

    protected override ValueTask<int> OnTakeAsync(EventBatch destination, int maxEvents, CancellationToken cancellationToken)
    {
        var room = channel.Options.TransactionCapacity - _takes.Count;
        if (room == 0)
        {
            channel.CountTakeAttempts(1);
            throw new ChannelException(
                $"Take list for MemoryTransaction, capacity {channel.Options.TransactionCapacity} full, consider committing more frequently, increasing capacity, or increasing thread count");
        }

        var max = Math.Min(maxEvents, room);
        var taken = channel.Store.TryTake(_takes, destination, max);
        if (taken == 0 && channel.Options.KeepAlive > TimeSpan.Zero)
        {
            return WaitAndTakeAsync(destination, max, cancellationToken);
        }

        channel.CountTakeAttempts(AttemptsFor(taken, max));
        return ValueTask.FromResult(taken);
    }

    protected override ValueTask OnCommitAsync(CancellationToken cancellationToken)
    {
        var puts = ByteSlots.OfEvents(_puts.Events);
        var takes = ByteSlots.OfEvents(_takes.Events);
        var needed = Room.Excess(puts, takes);
        var freed = Room.Excess(takes, puts);
        if (!channel.Store.TryAppend(_puts.Events, needed, freed))
        {
            return WaitAndCommitAsync(needed, freed, cancellationToken);
        }

        channel.CountCommit(_puts.Count, _takes.Count);
        Forget();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnRollbackAsync()
    {
        if (_takes.Count > 0)
        {
            channel.Store.GiveBack(_takes.Events);
        }

        Forget();
        return ValueTask.CompletedTask;
    }

    protected override void OnClosed()
    {
        Forget();
        channel.Return(this);
    }

    // A loop of single takes would have found nothing once when the batch came up short.
    private static int AttemptsFor(int taken, int max) => taken < max ? taken + 1 : taken;

    private Event? SingleOf(int taken) => taken == 0 ? null : _single[0];

    private async ValueTask<Event?> AwaitSingleAsync(ValueTask<int> taken) => SingleOf(await taken.ConfigureAwait(false));

    private async ValueTask<int> WaitAndTakeAsync(EventBatch destination, int max, CancellationToken cancellationToken)
    {
        var taken = 0;
        // Another sink may be faster after the wait; then there is nothing this time.
        if (await channel.Store.WaitForDataAsync(channel.Options.KeepAlive, cancellationToken).ConfigureAwait(false))
        {
            await channel.Store.GatherAsync(max, cancellationToken).ConfigureAwait(false);
            taken = channel.Store.TryTake(_takes, destination, max);
        }

        channel.CountTakeAttempts(AttemptsFor(taken, max));
        return taken;
    }

    // As Flume: bytes first, then places, each waited for as long as keep-alive says.
    private async ValueTask WaitAndCommitAsync(Room needed, Room freed, CancellationToken cancellationToken)
    {
        var store = channel.Store;
        var keepAlive = channel.Options.KeepAlive;
        var bytes = needed with { Events = 0 };
        if (!await store.ReserveAsync(bytes, keepAlive, cancellationToken).ConfigureAwait(false))
        {
            var size = JavaConvert.ToText((double)ByteSlots.OfEvents(_puts.Events).ByteSlots * ByteSlots.BytesPerSlot);
            throw new ChannelException(
                $"Cannot commit transaction. Byte capacity allocated to store event body {size}reached. Please increase heap space/byte capacity allocated to the channel as the sinks may not be keeping up with the sources");
        }

        var hasRoom = false;
        try
        {
            hasRoom = await store.ReserveAsync(needed with { ByteSlots = 0 }, keepAlive, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!hasRoom)
            {
                store.Release(bytes);
            }
        }

        if (!hasRoom)
        {
            throw new ChannelFullException("Space for commit to queue couldn't be acquired. Sinks are likely not keeping up with sources, or the buffer size is too tight");
        }

        store.AppendReserved(_puts.Events, freed);
        channel.CountCommit(_puts.Count, _takes.Count);
        Forget();
    }

    private void Forget()
    {
        _puts.Clear();
        _takes.Clear();
        _single.Clear();
    }
}
