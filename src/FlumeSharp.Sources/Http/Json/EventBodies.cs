namespace FlumeSharp.Sources.Http.Json;

// Copies the bodies of a request's events out of the request, side by side into one array of just their size, or into several where
// they are many: one event that stays in a channel must not keep a whole large request in memory.
internal static class EventBodies
{
    private const int LargestShared = 64 << 10;

    /// <summary>Makes the events; false when a body has an escape that strict JSON does not have.</summary>
    public static bool TryCopy(ReadOnlySpan<byte> json, ReadOnlySpan<FastEventParser.Found> found, EventBatch events)
    {
        var left = 0L;
        foreach (ref readonly var item in found)
        {
            left += item.BodyLength;
        }

        var room = events.Reserve(found.Length);
        var shared = Array.Empty<byte>();
        var used = 0;
        for (var i = 0; i < found.Length; i++)
        {
            ref readonly var item = ref found[i];
            if (shared.Length - used < item.BodyLength)
            {
                shared = GC.AllocateUninitializedArray<byte>((int)Math.Max(item.BodyLength, Math.Min(left, LargestShared)));
                used = 0;
            }

            left -= item.BodyLength;
            var body = json.Slice(item.BodyStart, item.BodyLength);
            var length = body.Length;
            if (!item.IsEscaped)
            {
                body.CopyTo(shared.AsSpan(used));
            }
            else if (!JsonEscapes.TryUndo(body, shared.AsSpan(used), out length))
            {
                // The batch must hold no gaps, even though it is not going to be used.
                events.Clear();
                return false;
            }

            room[i] = new Event(new ReadOnlyMemory<byte>(shared, used, length), item.Headers);
            used += length;
        }

        return true;
    }
}
