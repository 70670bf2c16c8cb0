namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>A queue of pointers with two ends, eight bytes for each waiting event.</summary>
internal sealed class PointerQueue
{
    private EventPointer[] _ring = new EventPointer[16];
    private int _head;

    public int Count { get; private set; }

    /// <summary>The pointer at a distance from the head.</summary>
    public EventPointer this[int index] => _ring[(_head + index) & (_ring.Length - 1)];

    public void AddTail(EventPointer pointer)
    {
        Grow();
        _ring[(_head + Count++) & (_ring.Length - 1)] = pointer;
    }

    public void AddHead(EventPointer pointer)
    {
        Grow();
        _head = (_head - 1) & (_ring.Length - 1);
        _ring[_head] = pointer;
        Count++;
    }

    public EventPointer RemoveHead()
    {
        var pointer = _ring[_head];
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return pointer;
    }

    /// <summary>Drops what a rule says, and keeps the order of the rest.</summary>
    public void RemoveWhere(Predicate<EventPointer> drop)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var pointer = this[i];
            if (!drop(pointer))
                _ring[(_head + kept++) & (_ring.Length - 1)] = pointer;
        }

        Count = kept;
    }

    private void Grow()
    {
        if (Count < _ring.Length)
            return;
        var larger = new EventPointer[checked(_ring.Length * 2)];
        for (var i = 0; i < Count; i++)
            larger[i] = this[i];
        _ring = larger;
        _head = 0;
    }
}
