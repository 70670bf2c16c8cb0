using System.Runtime.InteropServices;

namespace FlumeSharp.Channels.Memory;

/// <summary>Room in a memory channel: places for events, and slots for their bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Room(int Events, long ByteSlots)
{
    /// <summary>What putting needs beyond what taking gives back.</summary>
    public static Room Excess(Room puts, Room takes) =>
        new(Math.Max(0, puts.Events - takes.Events), Math.Max(0, puts.ByteSlots - takes.ByteSlots));

    public static Room operator +(Room a, Room b) => new(a.Events + b.Events, a.ByteSlots + b.ByteSlots);

    public static Room operator -(Room a, Room b) => new(a.Events - b.Events, a.ByteSlots - b.ByteSlots);

    public bool Fits(Room needed) => needed.Events <= Events && needed.ByteSlots <= ByteSlots;
}
