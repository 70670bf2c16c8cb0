namespace FlumeSharp.Channels.Memory;

// Flume counts the bytes of bodies in slots of 100 (or of avgEventSize where a channel spills), an empty body as one slot.
internal static class ByteSlots
{
    public const int BytesPerSlot = 100;

    /// <summary>The slots of a channel that may hold so many bytes, less what is kept back for headers.</summary>
    public static long OfChannel(long byteCapacity, int bufferPercentage, int bytesPerSlot = BytesPerSlot)
    {
        var slots = byteCapacity * (1 - (bufferPercentage * 0.01)) / bytesPerSlot;
        return slots < 1 || slots > int.MaxValue ? int.MaxValue : (long)slots;
    }

    /// <summary>The room that events take.</summary>
    public static Room OfEvents(ReadOnlySpan<Event> events, int bytesPerSlot = BytesPerSlot)
    {
        long slots = 0;
        foreach (var item in events)
        {
            var length = item.Body.Length;
            slots += length == 0 ? 1 : (length + (long)bytesPerSlot - 1) / bytesPerSlot;
        }

        return new(events.Length, slots);
    }
}
