using System.Numerics;

namespace FlumeSharp.Channels.Memory;

/// <summary>
/// A queue of events in one array that wraps round. It grows as it fills, up to any size, and lets go of what was taken. Its owner
/// does the locking.
/// </summary>
internal sealed class EventRing
{
    private const int InitialLength = 64;
    private Event?[] _slots = new Event?[InitialLength];
    private int _head;

    public int Count { get; private set; }

    public void PushBack(ReadOnlySpan<Event> events)
    {
        EnsureRoom(events.Length);
        var tail = (_head + Count) & (_slots.Length - 1);
        var beforeWrap = Math.Min(events.Length, _slots.Length - tail);
        events[..beforeWrap].CopyTo(_slots.AsSpan(tail)!);
        events[beforeWrap..].CopyTo(_slots!);
        Count += events.Length;
    }

    /// <summary>Puts events before all others, in their order.</summary>
    public void PushFront(ReadOnlySpan<Event> events)
    {
        EnsureRoom(events.Length);
        _head = (_head - events.Length) & (_slots.Length - 1);
        var beforeWrap = Math.Min(events.Length, _slots.Length - _head);
        events[..beforeWrap].CopyTo(_slots.AsSpan(_head)!);
        events[beforeWrap..].CopyTo(_slots!);
        Count += events.Length;
    }

    /// <summary>Moves the first events out; there must be that many.</summary>
    public void PopFront(Span<Event> destination)
    {
        var beforeWrap = Math.Min(destination.Length, _slots.Length - _head);
        Move(_slots.AsSpan(_head, beforeWrap), destination);
        Move(_slots.AsSpan(0, destination.Length - beforeWrap), destination[beforeWrap..]);
        _head = (_head + destination.Length) & (_slots.Length - 1);
        Count -= destination.Length;
    }

    private static void Move(Span<Event?> from, Span<Event> to)
    {
        from.CopyTo(to!);
        from.Clear();
    }

    private void EnsureRoom(int more)
    {
        if (Count + more <= _slots.Length)
        {
            return;
        }

        var larger = new Event?[BitOperations.RoundUpToPowerOf2((uint)(Count + more))];
        var beforeWrap = Math.Min(Count, _slots.Length - _head);
        _slots.AsSpan(_head, beforeWrap).CopyTo(larger);
        _slots.AsSpan(0, Count - beforeWrap).CopyTo(larger.AsSpan(beforeWrap));
        _slots = larger;
        _head = 0;
    }
}
