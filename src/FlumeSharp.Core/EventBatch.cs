namespace FlumeSharp;

/// <summary>
/// A growing list of events that its owner fills, passes on and uses again. Whoever receives it must be done with it (not with its
/// events) when the call completes.
/// </summary>
/// <param name="capacity">How many events fit before it grows.</param>
public sealed class EventBatch(int capacity = 100)
{
    private Event[] _events = new Event[Math.Max(capacity, 1)];

    // Beside each event its number, while somebody has to know which is which although interceptors drop and replace them.
    private int[] _numbers = [];
    private bool _isNumbered;

    /// <summary>Events in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>The events in their order. Valid until the batch changes.</summary>
    public ReadOnlySpan<Event> Events => _events.AsSpan(0, Count);

    /// <summary>The events as memory, for code that keeps them across an await.</summary>
    public ReadOnlyMemory<Event> Memory => _events.AsMemory(0, Count);

    /// <summary>The event at a place.</summary>
    public Event this[int index] => Events[index];

    /// <summary>Adds an event at the end.</summary>
    public void Add(Event item)
    {
        if (Count == _events.Length)
        {
            Array.Resize(ref _events, Count * 2);
        }

        _events[Count++] = item;
        NumberFrom(Count - 1);
    }

    /// <summary>Adds events at the end.</summary>
    public void AddRange(ReadOnlySpan<Event> events) => events.CopyTo(Reserve(events.Length));

    /// <summary>
    /// Makes room for <paramref name="count"/> more events and counts them as there; the caller fills the span at once. Lets a
    /// channel copy a whole batch out of its own storage.
    /// </summary>
    public Span<Event> Reserve(int count)
    {
        var needed = Count + count;
        if (needed > _events.Length)
        {
            Array.Resize(ref _events, Math.Max(needed, _events.Length * 2));
        }

        var room = _events.AsSpan(Count, count);
        Count = needed;
        NumberFrom(Count - count);
        return room;
    }

    /// <summary>Puts another event in the place of one: an event's body never changes, so this is how an interceptor changes it.</summary>
    public void Replace(int index, Event item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        _events[index] = item;
    }

    /// <summary>Drops the events that <paramref name="drop"/> picks; the others keep their order.</summary>
    public void RemoveWhere(Predicate<Event> drop)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var item = _events[i];
            if (!drop(item))
            {
                if (_isNumbered)
                {
                    _numbers[kept] = _numbers[i];
                }

                _events[kept++] = item;
            }
        }

        Array.Clear(_events, kept, Count - kept);
        Count = kept;
    }

    /// <summary>Empties the batch and lets go of its events.</summary>
    public void Clear()
    {
        Array.Clear(_events, 0, Count);
        Count = 0;
    }

    /// <summary>The numbers of the events, between <see cref="StartNumbering"/> and <see cref="StopNumbering"/>.</summary>
    internal ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, Count);

    /// <summary>One more than the highest number given out.</summary>
    internal int NextNumber { get; private set; }

    /// <summary>Numbers the events. One that is replaced keeps its number; what is added gets a new one.</summary>
    internal void StartNumbering()
    {
        _isNumbered = true;
        NextNumber = 0;
        NumberFrom(0);
    }

    internal void StopNumbering() => _isNumbered = false;

    private void NumberFrom(int index)
    {
        if (!_isNumbered)
        {
            return;
        }

        if (_numbers.Length < Count)
        {
            Array.Resize(ref _numbers, _events.Length);
        }

        for (var i = index; i < Count; i++)
        {
            _numbers[i] = NextNumber++;
        }
    }
}
