using System.Numerics;

namespace FlumeSharp.Channels.File.Segments;

/// <summary>Unsigned LEB128: seven bits a byte, the lowest first, the top bit says that more follow.</summary>
internal static class VarInt
{
    /// <summary>Most bytes a number takes.</summary>
    public const int MaxLength = 10;

    /// <summary>Bytes that a number takes.</summary>
    public static int LengthOf(ulong value) => ((BitOperations.Log2(value | 1) * 9) + 73) >> 6;

    /// <summary>Writes a number and says how many bytes it took.</summary>
    public static int Write(Span<byte> destination, ulong value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            destination[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads a number and moves on; false when the bytes end, or go on for too long.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> source, out ulong value)
    {
        value = 0;
        for (var i = 0; i < source.Length && i < MaxLength; i++)
        {
            value |= (ulong)(source[i] & 0x7F) << (7 * i);
            if (source[i] < 0x80)
            {
                source = source[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
