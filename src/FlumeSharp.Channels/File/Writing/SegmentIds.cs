using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Writing;

/// <summary>Gives out the ids of new segments and the numbers of new events, for all directories.</summary>
internal sealed class SegmentIds(ChannelId channel, uint lastId, long nextNumber)
{
    private uint _lastId = lastId;
    private long _nextNumber = nextNumber;

    public ChannelId Channel => channel;

    /// <summary>The number that the next event gets.</summary>
    public long NextNumber => Volatile.Read(ref _nextNumber);

    /// <summary>Gives out numbers for events that follow each other.</summary>
    public long TakeNumbers(int count)
    {
        var first = _nextNumber;
        Volatile.Write(ref _nextNumber, first + count);
        return first;
    }

    public uint TakeId()
    {
        var id = Interlocked.Increment(ref _lastId);
        return id <= Segment.LargestId ? id : throw new ChannelException("No segment ids are left: export the channel's events and start with empty directories.");
    }
}
