using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FlumeSharp.Hdfs.Local;

/// <summary>Reads a path's status; on Linux with one statx call, which alone gives owner and group.</summary>
internal static class LocalStatus
{
    private const uint BasicFields = 0x7FF;
    private const int TypeMask = 0xF000;
    private const int DirectoryType = 0x4000;

    /// <summary>The status of what <paramref name="local"/> names, links followed, under the name <paramref name="path"/>.</summary>
    public static FileStatus? Read(string local, string path) => OperatingSystem.IsLinux() ? ReadOnLinux(local, path) : ReadPortably(local, path);

    private static unsafe FileStatus? ReadOnLinux(string local, string path)
    {
        Posix.StatXBuffer buffer;
        try
        {
            if (Posix.StatX(Posix.CurrentDirectory, local, 0, BasicFields, &buffer) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                // A file in the middle of the path means that nothing can be below it.
                return error is LocalErrors.NoEntry or LocalErrors.NotDirectory ? null : throw new Win32Exception(error);
            }
        }
        catch (EntryPointNotFoundException)
        {
            return ReadPortably(local, path);
        }
        var isDirectory = (buffer.Mode & TypeMask) == DirectoryType;
        return new FileStatus(
            path,
            isDirectory,
            isDirectory ? 0 : (long)buffer.Size,
            DateTimeOffset.FromUnixTimeSeconds(buffer.ModifiedSeconds).AddTicks(buffer.ModifiedNanoseconds / TimeSpan.NanosecondsPerTick),
            new FilePermission((ushort)(buffer.Mode & 0xFFF)),
            LocalOwners.User(buffer.UserId),
            LocalOwners.Group(buffer.GroupId),
            Replication: (short)(isDirectory ? 0 : 1),
            BlockSize: 0);
    }

    private static FileStatus? ReadPortably(string local, string path)
    {
        var isDirectory = Directory.Exists(local);
        FileSystemInfo entry = isDirectory ? new DirectoryInfo(local) : new FileInfo(local);
        if (!entry.Exists)
            return null;
        var mode = OperatingSystem.IsWindows() ? (UnixFileMode)(isDirectory ? 0x1ED : 0x1A4) : entry.UnixFileMode;
        var user = Environment.UserName;
        return new FileStatus(
            path,
            isDirectory,
            isDirectory ? 0 : ((FileInfo)entry).Length,
            new DateTimeOffset(entry.LastWriteTimeUtc),
            new FilePermission((ushort)mode),
            user,
            user,
            Replication: (short)(isDirectory ? 0 : 1),
            BlockSize: 0);
    }
}
