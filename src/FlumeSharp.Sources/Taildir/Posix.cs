using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Sources.Taildir;

/// <summary>The calls of the C library that .NET does not offer: device and inode of a file, and an open without a lock. Linux only.</summary>
internal static unsafe partial class Posix
{
    public const int CurrentDirectory = -100;
    public const int EmptyPath = 0x1000;

    // Type, mode, mtime, inode, size, birth time: what the callers look at.
    public const uint WantedFields = 0x1 | 0x2 | 0x40 | 0x100 | 0x200 | BirthTime;
    public const uint BirthTime = 0x800;

    // O_RDONLY | O_CLOEXEC | O_NONBLOCK, the same on every Linux architecture of .NET: a pipe in the place of a file must not hold the open.
    private const int ReadOnly = 0x80000 | 0x800;
    private const int NoSuchFile = 2;

    /// <summary>Opens a file for reading. .NET's own open takes a shared lock, for which writers that lock their log would wait.</summary>
    /// <returns>The file; null when there is none of that name.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle? OpenForReading(string path)
    {
        var descriptor = Open(path, ReadOnly);
        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchFile ? null : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(int directory, string path, int flags, uint mask, StatXBuffer* buffer);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, StatXBuffer* buffer);

    /// <summary>struct statx, whose layout is the same on every architecture (man 2 statx); only what is used has a name.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatXBuffer
    {
        [FieldOffset(0x00)] public uint Mask;
        [FieldOffset(0x1C)] public ushort Mode;
        [FieldOffset(0x20)] public ulong Inode;
        [FieldOffset(0x28)] public ulong Size;
        [FieldOffset(0x50)] public long BornSeconds;
        [FieldOffset(0x58)] public uint BornNanoseconds;
        [FieldOffset(0x70)] public long ModifiedSeconds;
        [FieldOffset(0x78)] public uint ModifiedNanoseconds;
        [FieldOffset(0x88)] public uint DeviceMajor;
        [FieldOffset(0x8C)] public uint DeviceMinor;
    }
}
