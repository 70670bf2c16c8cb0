namespace FlumeSharp.Sources.SpoolDirectory.Avro;

// Avro's whole numbers: zigzag, then seven bits per byte, the lowest first.
internal static class AvroNumbers
{
    public const int Longest = 10;

    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out long value)
    {
        ulong bits = 0;
        for (var i = 0; i < bytes.Length && i < Longest; i++)
        {
            bits |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }

    public static int Write(Span<byte> bytes, long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        var length = 0;
        for (; bits >= 0x80; bits >>= 7)
        {
            bytes[length++] = (byte)(bits | 0x80);
        }

        bytes[length++] = (byte)bits;
        return length;
    }

    public static bool TryReadBytes(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> value)
    {
        var rest = bytes;
        value = default;
        if (!TryRead(ref rest, out var length) || length < 0 || length > rest.Length)
        {
            return false;
        }

        value = rest[..(int)length];
        bytes = rest[(int)length..];
        return true;
    }
}
