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
    private int[]? _costs;

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

    public void Add(long number, EventPointer pointer)
    {
        _entries[number - firstNumber] = pointer.Value;
        Count++;
    }

    /// <summary>Keeps an event in memory, and what it was counted as: its headers may be others when it goes.</summary>
    public void Keep(long number, Event item, int cost)
    {
        _events ??= new Event?[Size];
        _costs ??= new int[Size];
        _events[number - firstNumber] = item;
        _costs[number - firstNumber] = cost;
    }

    public void Claim(int index) => _entries[index] |= ClaimedBit;

    public void Release(long number) => _entries[number - firstNumber] &= ~ClaimedBit;

    /// <summary>Takes an event out.</summary>
    /// <returns>What it cost in memory; 0 when it was not kept there.</returns>
    public int Remove(long number)
    {
        var index = (int)(number - firstNumber);
        _entries[index] = 0;
        Count--;
        if (_events?[index] is null)
        {
            return 0;
        }

        _events[index] = null;
        return _costs![index];
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
