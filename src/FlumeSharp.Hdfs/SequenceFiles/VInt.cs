using System.Buffers.Binary;

namespace FlumeSharp.Hdfs.SequenceFiles;

/// <summary>
/// Hadoop's zero-compressed integer: -112 to 127 is one byte, the value. Otherwise the first byte is -112-n for a positive number and
/// -120-n for a negative one, whose complement is stored; n bytes follow, the highest first, without leading zeros.
/// </summary>
internal static class VInt
{
    public const int MaxSize = 9;

    /// <summary>Writes a number to a span with room for <see cref="MaxSize"/> bytes and returns how many it took.</summary>
    public static int Write(Span<byte> destination, long value)
    {
        if (value is >= -112 and <= 127)
        {
            destination[0] = (byte)value;
            return 1;
        }
        var magnitude = value < 0 ? ~value : value;
        var count = 8 - (System.Numerics.BitOperations.LeadingZeroCount((ulong)magnitude) / 8);
        destination[0] = (byte)((value < 0 ? -120 : -112) - count);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, magnitude);
        bytes[(8 - count)..].CopyTo(destination[1..]);
        return 1 + count;
    }

    /// <summary>The bytes a number takes, known from its first byte.</summary>
    public static int Size(byte first) => (sbyte)first switch
    {
        >= -112 => 1,
        >= -120 and var value => -111 - value,
        var value => -119 - value,
    };

    /// <summary>Reads a number from a span that holds all its <see cref="Size"/> bytes.</summary>
    public static long Read(ReadOnlySpan<byte> source)
    {
        var first = (sbyte)source[0];
        if (first >= -112)
            return first;
        long magnitude = 0;
        foreach (var part in source[1..Size(source[0])])
            magnitude = (magnitude << 8) | part;
        return first < -120 ? ~magnitude : magnitude;
    }
}
