using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Channels.File.Storage;

/// <summary>The calls of the C library that .NET does not offer.</summary>
internal static partial class Posix
{
    private const int ReadOnlyDirectory = 0x80000; // O_RDONLY | O_CLOEXEC, the same on every Linux architecture of .NET.
    private const int Interrupted = 4;

    /// <summary>fdatasync: the bytes of a file are on disk on return, and what is needed to find them.</summary>
    public static void FlushData(SafeFileHandle handle)
    {
        while (DataSync(handle) != 0)
        {
            ThrowUnlessInterrupted("fdatasync");
        }
    }

    /// <summary>fsync of a directory: its entries are on disk on return. Elsewhere than on Linux the file system sees to that itself.</summary>
    public static void SyncDirectory(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Open(path, ReadOnlyDirectory);
        if (descriptor < 0)
        {
            throw Failure("open", Marshal.GetLastPInvokeError());
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        while (Sync(handle) != 0)
        {
            ThrowUnlessInterrupted("fsync");
        }
    }

    private static void ThrowUnlessInterrupted(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != Interrupted)
        {
            throw Failure(call, error);
        }
    }

    private static IOException Failure(string call, int error) => new($"{call} failed: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
