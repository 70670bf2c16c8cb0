using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Sources.Taildir;

/// <summary>
/// The bytes just before a position. A file that only grows keeps them; one that was cut and has grown beyond the position again, or was
/// written anew in place, does not, and no size or time of change would tell.
/// </summary>
internal static class Fingerprint
{
    /// <summary>Bytes that are compared, where there are as many.</summary>
    public const int Length = 64;

    /// <summary>Whether the bytes of a file are those that were there before.</summary>
    /// <param name="before">The bytes that were there.</param>
    /// <param name="now">The bytes that are there now; fewer when the file has become shorter.</param>
    public static bool IsSame(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now) =>
        now.SequenceEqual(before) || (now.Length == before.Length && IsHole(now));

    /// <summary>Whether an open file still has the bytes before its position.</summary>
    public static bool IsSame(TailFile file, SafeFileHandle handle)
    {
        Span<byte> now = stackalloc byte[Length];
        now = now[..file.Before.Length];
        return IsSame(file.Before, now[..RandomAccess.Read(handle, now, file.Position - now.Length)]);
    }

    // A writer that does not append goes on at its own offset after a copy and truncate, and leaves a hole: what follows is new, as before.
    private static bool IsHole(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);
}
