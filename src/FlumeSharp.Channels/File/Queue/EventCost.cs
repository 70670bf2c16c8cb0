using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.File.Queue;

/// <summary>What events cost in memory, about. Neighbours mostly share their headers, which are looked at once.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct EventCost
{
    // The object, and its reference.
    private const int PerEvent = 64;

    // Two strings, and a place in the array that holds them.
    private const int PerHeader = 64;
    private EventHeaders? _headers;
    private long _headersCost;

    /// <summary>Bytes of one event. Headers that are shared count for each of their events: nobody knows which of those goes last.</summary>
    public int Of(Event item)
    {
        if (!ReferenceEquals(item.Headers, _headers))
        {
            _headers = item.Headers;
            _headersCost = 0;
            foreach (ref readonly var header in item.Headers.AsSpan())
            {
                _headersCost += PerHeader + (sizeof(char) * (header.Key.Length + (long)(header.Value?.Length ?? 0)));
            }
        }

        return (int)Math.Min(int.MaxValue, item.Body.Length + PerEvent + _headersCost);
    }
}
