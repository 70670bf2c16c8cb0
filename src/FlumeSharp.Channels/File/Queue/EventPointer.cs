using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.File.Queue;

/// <summary>Where an event is: segment and place of its record, in 62 bits. 0 is no event.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventPointer(long Value)
{
    private const int PlaceBits = 32;

    public EventPointer(uint segment, long place)
        : this(((long)segment << PlaceBits) | place)
    {
    }

    public uint Segment => (uint)(Value >> PlaceBits);

    public long Place => (uint)Value;
}
