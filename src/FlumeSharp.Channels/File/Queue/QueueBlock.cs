namespace FlumeSharp.Channels.File.Queue;

/// <summary>
/// The events of 4096 neighbouring numbers: a pointer and two bits of state each, and the events themselves while there is room for
/// them in memory. Blocks form a list in the order of their numbers.
/// </summary>
internal sealed class QueueBlock(long firstNumber)
{
    public const int Size = 4096;
    private const long ClaimedBit = 1L << 62;
    private readonly long[] _entries = new long[Size];
    private Event?[]? _events;

    public long FirstNumber => firstNumber;

    public QueueBlock? Next { get; set; }

    public QueueBlock? Previous { get; set; }

    /// <summary>Events that wait or are claimed.</summary>
    public int Count { get; private set; }

    public static long FirstOf(long number) => number & -Size;

    /// <summary>Whether an event is there, waiting or claimed.</summary>
    public bool Has(long number) => _entries[number - firstNumber] != 0;

    public bool IsWaiting(int index) => _entries[index] > 0 && (_entries[index] & ClaimedBit) == 0;

    public EventPointer PointerAt(int index) => new(_entries[index] & ~ClaimedBit);

    public Event? EventAt(int index) => _events?[index];

    public void Add(long number, EventPointer pointer, Event? item)
    {
        var index = (int)(number - firstNumber);
        _entries[index] = pointer.Value;
        Count++;
        if (item is not null)
        {
            (_events ??= new Event?[Size])[index] = item;
        }
    }

    public void Claim(int index) => _entries[index] |= ClaimedBit;

    public void Release(long number) => _entries[number - firstNumber] &= ~ClaimedBit;

    /// <summary>Takes an event out and says what was kept of it in memory.</summary>
    public Event? Remove(long number)
    {
        var index = (int)(number - firstNumber);
        _entries[index] = 0;
        Count--;
        if (_events is null)
        {
            return null;
        }

        var item = _events[index];
        _events[index] = null;
        return item;
    }

    /// <summary>Copies the pointers of all events, claimed or not; 0 where there is none.</summary>
    public void CopyTo(Span<long> pointers)
    {
        for (var i = 0; i < Size; i++)
        {
            pointers[i] = _entries[i] & ~ClaimedBit;
        }
    }
}
