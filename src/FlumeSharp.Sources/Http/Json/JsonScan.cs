using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlumeSharp.Sources.Http.Json;

// Finds where strings end, many bytes at a time.
internal static class JsonScan
{
    private const byte FirstPrintable = 0x20;

    /// <summary>The place of the first quote, backslash or control character from a place on; the length when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NextSpecial(ReadOnlySpan<byte> json, int at)
    {
        ref var first = ref MemoryMarshal.GetReference(json);
        if (Vector256.IsHardwareAccelerated)
        {
            for (; at <= json.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
            {
                var bytes = Vector256.LoadUnsafe(ref first, (nuint)at);
                var special = (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                    | Vector256.LessThan(bytes, Vector256.Create(FirstPrintable))).ExtractMostSignificantBits();
                if (special != 0)
                {
                    return at + System.Numerics.BitOperations.TrailingZeroCount(special);
                }
            }
        }

        for (; at <= json.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref first, (nuint)at);
            var special = (Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create(FirstPrintable))).ExtractMostSignificantBits();
            if (special != 0)
            {
                return at + System.Numerics.BitOperations.TrailingZeroCount(special);
            }
        }

        while (at < json.Length && json[at] is not ((byte)'"' or (byte)'\\' or < FirstPrintable))
        {
            at++;
        }

        return at;
    }

    /// <summary>Finds the quote that ends a string.</summary>
    /// <param name="json">The document.</param>
    /// <param name="start">The first character after the opening quote.</param>
    /// <param name="isEscaped">Whether there are escapes between them.</param>
    /// <returns>The place of the closing quote, or -1 when the string is not one of strict JSON.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfString(ReadOnlySpan<byte> json, int start, out bool isEscaped)
    {
        isEscaped = false;
        var at = NextSpecial(json, start);
        return at < json.Length && json[at] == '"' ? at : EndOfEscaped(json, at, out isEscaped);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int EndOfEscaped(ReadOnlySpan<byte> json, int at, out bool isEscaped)
    {
        isEscaped = true;
        while (at < json.Length && json[at] == '\\')
        {
            at = NextSpecial(json, at + 2);
        }

        return at < json.Length && json[at] == '"' ? at : -1;
    }
}
