using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Queue;

/// <summary>
/// The events that wait, in the order of their numbers, and those that open transactions have claimed: eight bytes each, and as many
/// of the events themselves as <paramref name="memory"/> bytes hold. Everything happens under one lock, taken once per batch.
/// </summary>
internal sealed class EventQueue(SegmentTable segments, long memory)
{
    private readonly Lock _gate = new();
    private readonly BlockList _blocks = new();
    private long _cursor;
    private QueueBlock? _cursorBlock;
    private long _waiting;
    private long _count;
    private long _cached;
    private EventCost _cost;

    /// <summary>Guards the queue and the segments' counts.</summary>
    public Lock Gate => _gate;

    /// <summary>Events that can be claimed.</summary>
    public long Waiting => Volatile.Read(ref _waiting);

    /// <summary>Events that wait or are claimed.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Adds events of one frame. The caller holds the lock.</summary>
    /// <param name="segment">Where they are.</param>
    /// <param name="first">The first one's number.</param>
    /// <param name="frame">Where their frame stands.</param>
    /// <param name="offsets">Where they stand in it.</param>
    /// <param name="events">The events, to be kept while there is room for them.</param>
    public void Add(Segment segment, long first, long frame, ReadOnlySpan<int> offsets, ReadOnlySpan<Event> events)
    {
        for (var i = 0; i < offsets.Length; i++)
        {
            var block = Block(first + i);
            block.Add(first + i, new(segment.Id, frame + offsets[i]));
            var cost = _cost.Of(events[i]);
            if (_cached + cost <= memory)
            {
                _cached += cost;
                block.Keep(first + i, events[i], cost);
            }
        }

        segment.Live += offsets.Length;
        Counted(offsets.Length, first);
    }

    /// <summary>Adds one event during recovery; nothing happens when it is there.</summary>
    public void Add(Segment segment, long number, EventPointer pointer)
    {
        var block = Block(number);
        if (!block.Has(number))
        {
            block.Add(number, pointer);
            segment.Live++;
            Counted(1, number);
        }
    }

    /// <summary>Claims the first waiting events.</summary>
    /// <param name="events">What is known of them in memory; null where they must be read.</param>
    /// <param name="claims">Where they and their numbers are added.</param>
    /// <returns>How many.</returns>
    public int Claim(Span<Event?> events, List<Claim> claims)
    {
        lock (_gate)
        {
            var count = (int)Math.Min(events.Length, _waiting);
            var done = 0;
            var block = count == 0 ? null : _blocks.FirstFrom(_cursor, _cursorBlock);
            while (done < count && block is not null)
            {
                var index = (int)Math.Max(0, _cursor - block.FirstNumber);
                for (; index < QueueBlock.Size && done < count; index++)
                {
                    if (block.IsWaiting(index))
                    {
                        block.Claim(index);
                        events[done++] = block.EventAt(index);
                        claims.Add(new(block.FirstNumber + index, block.PointerAt(index)));
                    }
                }

                _cursor = block.FirstNumber + index;
                _cursorBlock = block;
                block = block.Next;
            }

            Volatile.Write(ref _waiting, _waiting - done);
            return done;
        }
    }

    /// <summary>Lets claimed events wait again.</summary>
    public void GiveBack(ReadOnlySpan<Claim> claims)
    {
        lock (_gate)
        {
            foreach (ref readonly var claim in claims)
            {
                _blocks.Find(claim.Number)!.Release(claim.Number);
                _cursor = Math.Min(_cursor, claim.Number);
            }

            Volatile.Write(ref _waiting, _waiting + claims.Length);
        }
    }

    /// <summary>Claimed events are gone for good. The caller holds the lock.</summary>
    public void Remove(ReadOnlySpan<Claim> claims)
    {
        foreach (ref readonly var claim in claims)
        {
            Remove(_blocks.Find(claim.Number)!, claim.Number);
        }
    }

    /// <summary>During recovery: events of a range that are there are gone.</summary>
    public void Remove(NumberRange range)
    {
        var block = _blocks.FirstFrom(range.First, _cursorBlock);
        _cursorBlock = block;
        while (block is not null && block.FirstNumber <= range.Last)
        {
            var next = block.Next;
            var last = Math.Min(range.Last, block.FirstNumber + QueueBlock.Size - 1);
            for (var number = Math.Max(range.First, block.FirstNumber); number <= last; number++)
            {
                if (block.Has(number))
                {
                    Volatile.Write(ref _waiting, _waiting - 1);
                    Remove(block, number);
                }
            }

            block = next;
        }
    }

    /// <summary>Copies the pointers of the first block that holds a number or higher ones.</summary>
    /// <returns>The block's first number; null when there is none left.</returns>
    public long? CopyBlock(long number, ref QueueBlock? hint, Span<long> pointers)
    {
        lock (_gate)
        {
            hint = _blocks.FirstFrom(number, hint);
            hint?.CopyTo(pointers);
            return hint?.FirstNumber;
        }
    }

    /// <summary>The numbers of a range that are gone, as ranges.</summary>
    public List<NumberRange> Gone(NumberRange within)
    {
        var gone = new List<NumberRange>();
        lock (_gate)
        {
            var at = within.First;
            for (var block = _blocks.FirstFrom(at, null); block is not null && block.FirstNumber <= within.Last; block = block.Next)
            {
                var last = Math.Min(within.Last, block.FirstNumber + QueueBlock.Size - 1);
                for (var number = Math.Max(at, block.FirstNumber); number <= last; number++)
                {
                    if (block.Has(number))
                    {
                        AddUpTo(gone, at, number - 1);
                        at = number + 1;
                    }
                }
            }

            AddUpTo(gone, at, within.Last);
        }

        return gone;
    }

    private static void AddUpTo(List<NumberRange> ranges, long first, long last)
    {
        if (first <= last)
        {
            ranges.Add(new(first, last));
        }
    }

    private QueueBlock Block(long number) => _blocks.FindOrAdd(number);

    private void Counted(int more, long first)
    {
        _cursor = Math.Min(_cursor, first);
        Volatile.Write(ref _waiting, _waiting + more);
        Volatile.Write(ref _count, _count + more);
    }

    private void Remove(QueueBlock block, long number)
    {
        var segment = block.PointerAt((int)(number - block.FirstNumber)).Segment;
        _cached -= block.Remove(number);
        segments.Find(segment).Live--;
        Volatile.Write(ref _count, _count - 1);
        _blocks.RemoveIfEmpty(block);
    }
}
