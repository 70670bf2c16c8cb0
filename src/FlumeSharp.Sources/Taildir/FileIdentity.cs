using System.Runtime.InteropServices;

namespace FlumeSharp.Sources.Taildir;

/// <summary>Which file it is, whatever its name: device and inode, and the time of its birth where the file system knows it.</summary>
/// <param name="Device">The device's numbers.</param>
/// <param name="Inode">The inode; a new file may get the one of a deleted file.</param>
/// <param name="Born">Nanoseconds since 1970, which tells a file from an earlier one with its inode; 0 where it is unknown.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(ulong Device, ulong Inode, long Born)
{
    /// <summary>The inode as the position file has it: Java's long.</summary>
    public long PositionInode => unchecked((long)Inode);
}
