using System.Runtime.CompilerServices;

namespace FlumeSharp.Sources.Http.Json;

internal static class JsonBlanks
{
    /// <summary>The place of the first character from a place on that is no blank; the length when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Skip(ReadOnlySpan<byte> json, int at) =>
        (uint)at < (uint)json.Length && json[at] > ' ' ? at : SkipSome(json, at);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SkipSome(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }
}
