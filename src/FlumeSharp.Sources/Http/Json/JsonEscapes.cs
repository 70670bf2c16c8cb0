using System.Globalization;
using System.Text;

namespace FlumeSharp.Sources.Http.Json;

// Undoes the escapes of a JSON string, in UTF-8 throughout. The result is never longer than the source.
internal static class JsonEscapes
{
    /// <summary>Copies a string without its escapes; false at an escape that strict JSON does not have, or at half a surrogate pair.</summary>
    public static bool TryUndo(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        written = 0;
        while (true)
        {
            var plain = source.IndexOf((byte)'\\');
            if (plain < 0)
            {
                source.CopyTo(destination[written..]);
                written += source.Length;
                return true;
            }

            source[..plain].CopyTo(destination[written..]);
            written += plain;
            source = source[(plain + 1)..];
            if (source.IsEmpty || !TryUndoOne(ref source, destination, ref written))
            {
                return false;
            }
        }
    }

    private static bool TryUndoOne(ref ReadOnlySpan<byte> source, Span<byte> destination, ref int written)
    {
        var c = source[0];
        var simple = c switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => c,
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            _ => default,
        };
        if (simple != default)
        {
            source = source[1..];
            destination[written++] = simple;
            return true;
        }

        return c == 'u' && TryReadRune(ref source, out var rune) && Write(rune, destination, ref written);
    }

    private static bool Write(Rune rune, Span<byte> destination, ref int written)
    {
        written += rune.EncodeToUtf8(destination[written..]);
        return true;
    }

    private static bool TryReadRune(ref ReadOnlySpan<byte> source, out Rune rune)
    {
        rune = default;
        if (!TryReadUnit(source, out var first))
        {
            return false;
        }

        source = source[5..];
        if (Rune.TryCreate(first, out rune))
        {
            return true;
        }

        if (source is not [(byte)'\\', (byte)'u', ..] || !TryReadUnit(source[1..], out var second) || !Rune.TryCreate(first, second, out rune))
        {
            return false;
        }

        source = source[6..];
        return true;
    }

    // Four digits after a 'u'.
    private static bool TryReadUnit(ReadOnlySpan<byte> source, out char unit)
    {
        unit = default;
        if (source.Length < 5 || !ushort.TryParse(source.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        unit = (char)code;
        return true;
    }
}
