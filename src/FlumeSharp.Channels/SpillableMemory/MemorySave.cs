using FlumeSharp.Channels.File;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.Memory;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>Writes what is left in memory to disk, at a stop. What one write cannot take does not keep the others from being tried.</summary>
internal sealed class MemorySave(FileChannel disk, MemoryStore memory, int transactionCapacity, ILogger logger)
{
    // As EventEncoder computes the room that it sets aside, or a little more.
    private const int MaxBytesPerUnit = 3;
    private const int BytesPerEvent = EventBlock.MaxOverhead + VarInt.MaxLength;
    private long _unsaved;

    /// <summary>Events that a stop has found in memory and not written, so far.</summary>
    public long Unsaved => Interlocked.Read(ref _unsaved);

    public async Task RunAsync()
    {
        var total = memory.Count;
        if (total == 0)
        {
            return;
        }

        // They are the last ones for now: the disk may hold more than its capacity for them.
        disk.Store!.Room.Release(total);
        Interlocked.Exchange(ref _unsaved, total);
        var batch = new EventBatch();
        var ignored = new EventBatch();
        ChannelException? failure = null;
        while (memory.TryTake(batch, ignored, transactionCapacity) > 0)
        {
            for (var rest = batch.Memory; rest.Length > 0;)
            {
                var count = CountForOneFrame(rest.Span, disk.Store.Settings.MaxFrameLength);
                failure = await TryWriteAsync(rest[..count]).ConfigureAwait(false) ?? failure;
                rest = rest[count..];
            }

            batch.Clear();
            ignored.Clear();
        }

        if (Unsaved < total)
        {
            Log.MemorySaved(logger, total - Unsaved, disk.Name);
        }

        if (failure is not null)
        {
            Log.MemoryLost(logger, failure, Unsaved, disk.Name);
        }
    }

    private async Task<ChannelException?> TryWriteAsync(ReadOnlyMemory<Event> events)
    {
        try
        {
            var transaction = disk.BeginTransaction();
            await using (transaction.ConfigureAwait(false))
            {
                transaction.Put(events.Span);
                await transaction.CommitAsync().ConfigureAwait(false);
            }

            Interlocked.Add(ref _unsaved, -events.Length);
            return null;
        }
        catch (ChannelException failure)
        {
            return failure;
        }
    }

    // Flume's limit is a number of events; a frame also has to fit into a file. One event is always tried.
    private static int CountForOneFrame(ReadOnlySpan<Event> events, long maxLength)
    {
        long length = FrameHeader.Length;
        var count = 0;
        for (; count < events.Length; count++)
        {
            length += BytesPerEvent + events[count].Body.Length;
            foreach (ref readonly var header in events[count].Headers.AsSpan())
            {
                length += ((header.Key.Length + (long)(header.Value?.Length ?? 0)) * MaxBytesPerUnit) + (2 * VarInt.MaxLength);
            }

            if (length > maxLength && count > 0)
            {
                break;
            }
        }

        return count;
    }
}
