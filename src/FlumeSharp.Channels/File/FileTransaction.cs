using System.Runtime.InteropServices;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;
using FlumeSharp.Channels.File.Writing;

namespace FlumeSharp.Channels.File;

/// <summary>A transaction of a file channel. The channel keeps closed ones for the next caller.</summary>
internal sealed class FileTransaction(FileChannel channel, EventStore store) : ChannelTransaction
{
    private readonly EventBatch _puts = new();
    private readonly List<Claim> _takes = [];
    private readonly List<NumberRange> _ranges = [];
    private readonly EventBatch _single = new(1);
    private readonly EventEncoder _encoder = new();
    private readonly CommitRequest _request = new();
    private Event?[] _found = [];
    private bool _hasRoom;
    private bool _isEncoded;

    /// <inheritdoc />
    public override ChannelPosition? Position => _takes.Count == 0
        ? null
        : new ChannelPosition(store.ChannelIdText, _takes.Min(static claim => claim.Number), _takes.Max(static claim => claim.Number));

    public EventStore Store => store;

    /// <summary>Events taken so far.</summary>
    public int TakenCount => _takes.Count;

    /// <summary>Takes that still fit.</summary>
    public int RoomForTakes => channel.Options.TransactionCapacity - _takes.Count;

    public void Begin() => Reopen();

    /// <summary>Sets the puts' room aside before the commit, which then waits for the disk only.</summary>
    public async ValueTask ReserveRoomAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!await store.Room.ReserveAsync(_puts.Count, timeout, cancellationToken).ConfigureAwait(false))
        {
            throw new ChannelFullException(
                $"The channel has reached it's capacity. This might be the result of a sink on the channel having too low of batch size, a downstream system running slower than normal, or that the channel capacity is just too low. [channel={channel.Name}]");
        }

        _hasRoom = true;
    }

    /// <summary>Makes the puts' frame before the commit, for a caller that commits under a lock.</summary>
    /// <exception cref="ChannelException">It is longer than a file may be.</exception>
    public void Encode()
    {
        if (!_isEncoded)
        {
            _request.SetPuts(_encoder, _puts.Memory, store.Settings);
            _isEncoded = true;
        }
    }

    protected override void OnPut(ReadOnlySpan<Event> events)
    {
        var limit = channel.Options.TransactionCapacity;
        var room = limit - _puts.Count;
        if (events.Length > room)
        {
            // A loop of single puts would have been refused at the first one too many.
            channel.CountPutAttempts(room + 1);
            throw new ChannelException(
                $"Put queue for FileBackedTransaction of capacity {limit} full, consider committing more frequently, increasing capacity or increasing thread count. [channel={channel.Name}]");
        }

        channel.CountPutAttempts(events.Length);
        _isEncoded = false;
        _puts.AddRange(events);
    }

    protected override ValueTask<Event?> OnTakeAsync(CancellationToken cancellationToken)
    {
        _single.Clear();
        return ValueTask.FromResult(Take(_single, 1) == 0 ? null : _single[0]);
    }

    protected override ValueTask<int> OnTakeAsync(EventBatch destination, int maxEvents, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Take(destination, maxEvents));
    }

    protected override ValueTask OnCommitAsync(CancellationToken cancellationToken)
    {
        if (_puts.Count > 0 && _takes.Count > 0)
        {
            throw new ChannelException($"nonzero puts and takes [channel={channel.Name}]");
        }

        return _puts.Count > 0 ? CommitPutsAsync(cancellationToken)
            : _takes.Count > 0 ? CommitTakesAsync()
            : ValueTask.CompletedTask;
    }

    protected override ValueTask OnRollbackAsync()
    {
        if (_takes.Count > 0)
        {
            store.Queue.GiveBack(CollectionsMarshal.AsSpan(_takes));
            store.Arrivals.Announce();
        }

        channel.UpdateSize();
        Forget();
        return ValueTask.CompletedTask;
    }

    protected override void OnClosed()
    {
        Forget();
        channel.Return(this);
    }

    private int Take(EventBatch destination, int maxEvents)
    {
        var room = channel.Options.TransactionCapacity - _takes.Count;
        if (room == 0)
        {
            channel.CountTakeAttempts(1);
            throw new ChannelException(
                $"Take list for FileBackedTransaction, capacity {channel.Options.TransactionCapacity} full, consider committing more frequently, increasing capacity, or increasing thread count. [channel={channel.Name}]");
        }

        var max = Math.Min(maxEvents, room);
        var taken = 0;
        while (taken < max)
        {
            var claimed = Claim(max - taken);
            taken += Deliver(claimed, destination);
            if (claimed == 0)
            {
                break;
            }
        }

        channel.CountTakeAttempts(taken < max ? taken + 1 : taken);
        return taken;
    }

    /// <summary>Claims waiting events, up to a number, for <see cref="Deliver"/> to read.</summary>
    public int Claim(int max)
    {
        max = (int)Math.Min(max, store.Queue.Waiting);
        if (_found.Length < max)
        {
            _found = new Event?[Math.Max(max, 2 * _found.Length)];
        }

        return max == 0 ? 0 : store.Queue.Claim(_found.AsSpan(0, max), _takes);
    }

    /// <summary>
    /// Reads what was claimed last, where it is not in memory. What is damaged is gone: it is in quarantine, and nobody is going to ask
    /// for it again.
    /// </summary>
    public int Deliver(int claimed, EventBatch destination)
    {
        var start = _takes.Count - claimed;
        var kept = start;
        var at = 0;
        try
        {
            for (; at < claimed; at++)
            {
                var claim = _takes[start + at];
                var item = _found[at] ?? store.Reader.Read(claim);
                if (item is null)
                {
                    channel.Discard(store, claim);
                    continue;
                }

                destination.Add(item);
                _takes[kept++] = claim;
            }
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            // Those before are taken; this one and those behind it wait again.
            channel.GiveBack(store, CollectionsMarshal.AsSpan(_takes)[(start + at)..]);
            channel.CountTakeError();
            throw new ChannelException($"Take failed due to IO error [channel={channel.Name}]: {failure.Message}", failure);
        }
        finally
        {
            _takes.RemoveRange(kept, _takes.Count - kept);
            _found.AsSpan(0, claimed).Clear();
        }

        return kept - start;
    }

    private ValueTask CommitPutsAsync(CancellationToken cancellationToken)
    {
        var count = _puts.Count;
        return _hasRoom || store.Room.TryReserve(count) ? WritePutsAsync(count) : WaitAndWritePutsAsync(count, cancellationToken);
    }

    private async ValueTask WaitAndWritePutsAsync(int count, CancellationToken cancellationToken)
    {
        await ReserveRoomAsync(channel.Options.KeepAlive, cancellationToken).ConfigureAwait(false);
        await WritePutsAsync(count).ConfigureAwait(false);
    }

    private async ValueTask WritePutsAsync(int count)
    {
        // From here on the room belongs to the write.
        _hasRoom = false;

        // Who has encoded before commits under a lock.
        var mayBlock = !_isEncoded;
        try
        {
            Encode();
            await store.Committer.CommitAsync(_request, mayBlock).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // A frame is placed once only.
            _isEncoded = false;
            store.Room.Release(count);
            if (failure is ChannelException)
            {
                throw;
            }

            throw channel.PutFailed(failure);
        }

        channel.CountPuts(count);
        Forget();
    }

    private async ValueTask CommitTakesAsync()
    {
        var count = _takes.Count;
        try
        {
            _ranges.Clear();
            _takes.Sort(static (a, b) => a.Number.CompareTo(b.Number));
            foreach (var claim in _takes)
            {
                TakesFrame.AddRanges(_ranges, claim.Number);
            }

            _request.SetTakes(CollectionsMarshal.AsSpan(_ranges), _takes);
            await store.Committer.CommitAsync(_request).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not ChannelException)
        {
            channel.CountTakeError();
            throw new ChannelException($"Commit failed due to IO error [channel={channel.Name}]: {failure.Message}", failure);
        }

        store.Room.Release(count);
        channel.CountTakes(count);
        Forget();
    }

    private void Forget()
    {
        if (_hasRoom)
        {
            _hasRoom = false;
            store.Room.Release(_puts.Count);
        }

        _isEncoded = false;
        _puts.Clear();
        _takes.Clear();
        _single.Clear();
        _request.Forget();
    }
}
