using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Sources.Taildir;

/// <summary>What the file system says of a file at one moment.</summary>
/// <param name="Identity">Which file it is.</param>
/// <param name="Mode">Its kind and permissions.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Modified">When it was last written, in nanoseconds since 1970.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStatus(FileIdentity Identity, ushort Mode, long Size, long Modified)
{
    private const int KindMask = 0xF000;
    private const int Directory = 0x4000;
    private const int Regular = 0x8000;
    private const long NanosecondsPerSecond = 1_000_000_000;

    public bool IsDirectory => (Mode & KindMask) == Directory;

    /// <summary>Neither a directory nor a pipe, socket or device.</summary>
    public bool IsRegular => (Mode & KindMask) == Regular;

    /// <summary>Looks at the file that a path leads to, through symbolic links. False when there is none to be seen.</summary>
    public static unsafe bool TryGet(string path, out FileStatus status)
    {
        Posix.StatXBuffer buffer;
        var result = Posix.StatX(Posix.CurrentDirectory, path, 0, Posix.WantedFields, &buffer);
        status = result == 0 ? From(buffer) : default;
        return result == 0;
    }

    /// <summary>Looks at an open file, whatever its name is now and whether it still has one.</summary>
    public static unsafe bool TryGet(SafeFileHandle file, out FileStatus status)
    {
        Posix.StatXBuffer buffer;
        var result = Posix.StatX(file, "", Posix.EmptyPath, Posix.WantedFields, &buffer);
        status = result == 0 ? From(buffer) : default;
        return result == 0;
    }

    /// <summary>A time of the clock as file systems count it.</summary>
    public static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private static FileStatus From(in Posix.StatXBuffer buffer)
    {
        var born = (buffer.Mask & Posix.BirthTime) == 0 ? 0 : buffer.BornSeconds * NanosecondsPerSecond + buffer.BornNanoseconds;
        return new(
            new FileIdentity(((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor, buffer.Inode, born),
            buffer.Mode,
            (long)buffer.Size,
            buffer.ModifiedSeconds * NanosecondsPerSecond + buffer.ModifiedNanoseconds);
    }
}
