using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Hdfs.Local;

/// <summary>The calls of the C library that .NET does not offer. Linux only; callers check first.</summary>
internal static unsafe partial class Posix
{
    public const int CurrentDirectory = -100;
    public const uint NoReplace = 1;
    private const int ReadOnlyDirectory = 0x80000; // O_RDONLY | O_CLOEXEC, the same on every Linux architecture of .NET.

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt2(int oldDirectory, string oldPath, int newDirectory, string newPath, uint flags);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string oldPath, string newPath);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(int directory, string path, int flags, uint mask, StatXBuffer* buffer);

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    public static partial int GetUser(uint id, nint* entry, byte* buffer, nuint length, nint** result);

    [LibraryImport("libc", EntryPoint = "getgrgid_r")]
    public static partial int GetGroup(uint id, nint* entry, byte* buffer, nuint length, nint** result);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncHandle(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    /// <summary>fsync of a directory: its entries are on disk on return. Returns an error number, 0 when it worked.</summary>
    public static int SyncDirectory(string path)
    {
        var descriptor = Open(path, ReadOnlyDirectory);
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError();
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        return SyncHandle(handle) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>struct statx, whose layout is the same on every architecture (man 2 statx); only what is used has a name.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatXBuffer
    {
        [FieldOffset(0x14)] public uint UserId;
        [FieldOffset(0x18)] public uint GroupId;
        [FieldOffset(0x1C)] public ushort Mode;
        [FieldOffset(0x28)] public ulong Size;
        [FieldOffset(0x70)] public long ModifiedSeconds;
        [FieldOffset(0x78)] public uint ModifiedNanoseconds;
    }
}
