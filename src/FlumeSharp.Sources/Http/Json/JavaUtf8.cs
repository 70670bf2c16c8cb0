using System.Buffers;
using System.Text;

namespace FlumeSharp.Sources.Http.Json;

// UTF-8 decoded as Java does: malformed bytes become U+FFFD. The one difference from .NET is a surrogate encoded in three bytes, or
// cut off after two, which is one U+FFFD in Java and one for every byte in .NET.
internal static class JavaUtf8
{
    public static char[] Decode(ReadOnlySequence<byte> body)
    {
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        var chars = new char[Encoding.UTF8.GetCharCount(bytes)];
        var length = 0;
        while (true)
        {
            var surrogate = IndexOfSurrogate(bytes, out var width);
            if (surrogate < 0)
            {
                length += Encoding.UTF8.GetChars(bytes, chars.AsSpan(length));
                return chars[..length];
            }

            length += Encoding.UTF8.GetChars(bytes[..surrogate], chars.AsSpan(length));
            chars[length++] = '\uFFFD';
            bytes = bytes[(surrogate + width)..];
        }
    }

    private static int IndexOfSurrogate(ReadOnlySpan<byte> bytes, out int width)
    {
        for (var at = 0; ; at++)
        {
            var lead = bytes[at..].IndexOf((byte)0xED);
            at += lead;
            if (lead < 0 || at + 1 >= bytes.Length)
            {
                width = 0;
                return -1;
            }

            if (bytes[at + 1] is >= 0xA0 and <= 0xBF)
            {
                width = at + 2 < bytes.Length && bytes[at + 2] is >= 0x80 and <= 0xBF ? 3 : 2;
                return at;
            }
        }
    }
}
