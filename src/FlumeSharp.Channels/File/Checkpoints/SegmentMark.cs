using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Checkpoints;

/// <summary>What a checkpoint says of a segment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="End">Everything before this place is in the checkpoint; 0 = it is being deleted, and counts for nothing should it still be there.</param>
/// <param name="Puts">Numbers of the events put into it.</param>
/// <param name="Takes">Numbers that its frames say are gone.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentMark(uint Id, long End, NumberRange Puts, NumberRange Takes)
{
    public const int Length = 48;

    public bool IsBeingDeleted => End == 0;

    public void Write(Span<byte> destination)
    {
        destination[..Length].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Id);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)End);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], Puts.First);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], Puts.Last);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], Takes.First);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], Takes.Last);
    }

    public static SegmentMark Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(source),
        BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
        new(BinaryPrimitives.ReadInt64LittleEndian(source[8..]), BinaryPrimitives.ReadInt64LittleEndian(source[16..])),
        new(BinaryPrimitives.ReadInt64LittleEndian(source[24..]), BinaryPrimitives.ReadInt64LittleEndian(source[32..])));
}
