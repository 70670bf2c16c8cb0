using System.Runtime.InteropServices;
using System.Text;

namespace FlumeSharp.Sources.Http.Json;

// Short strings that came by before, found by their bytes: header names and values repeat from request to request. Of a fixed size;
// a string that falls on a taken place replaces what is there.
internal sealed class StringMemory
{
    private const int Places = 512;
    private const int Longest = 48;
    private readonly string?[] _strings = new string?[Places];

    /// <summary>The text of some bytes that are valid UTF-8 without escapes.</summary>
    public string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Longest)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        ref var place = ref _strings[PlaceOf(bytes)];
        if (place is { } known && known.Length == bytes.Length && Ascii.Equals(bytes, known))
        {
            return known;
        }

        var text = Encoding.UTF8.GetString(bytes);
        place = text;
        return text;
    }

    private static int PlaceOf(ReadOnlySpan<byte> bytes)
    {
        ulong mixed = (uint)bytes.Length;
        if (bytes.Length >= 8)
        {
            mixed ^= MemoryMarshal.Read<ulong>(bytes) ^ (MemoryMarshal.Read<ulong>(bytes[^8..]) * 31);
        }
        else
        {
            foreach (var b in bytes)
            {
                mixed = (mixed * 131) + b;
            }
        }

        return (int)((mixed * 0x9E3779B97F4A7C15) >> 55);
    }
}
