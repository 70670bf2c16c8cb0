using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FlumeSharp.Hdfs.Local;

/// <summary>Renames without ever replacing what stands at the target.</summary>
internal static class LocalRename
{
    /// <summary><see langword="false"/> when the target exists, or the source or the target's parent does not.</summary>
    public static bool Move(string source, string target)
    {
        if (target.StartsWith(source + Path.DirectorySeparatorChar, StringComparison.Ordinal) && Directory.Exists(source))
            throw new FileSystemException($"file: cannot rename '{source}' to '{target}', which lies inside it.");
        if (!(OperatingSystem.IsLinux() ? MoveOnLinux(source, target) : MovePortably(source, target)))
            return false;
        // Neither is null: the root cannot be renamed, nor be a target that does not exist.
        var parent = Path.GetDirectoryName(target)!;
        LocalDirectories.Sync(parent);
        var formerParent = Path.GetDirectoryName(source)!;
        if (formerParent != parent)
            LocalDirectories.Sync(formerParent);
        return true;
    }

    private static bool MoveOnLinux(string source, string target)
    {
        int error;
        try
        {
            if (Posix.RenameAt2(Posix.CurrentDirectory, source, Posix.CurrentDirectory, target, Posix.NoReplace) == 0)
                return true;
            error = Marshal.GetLastPInvokeError();
        }
        catch (EntryPointNotFoundException)
        {
            error = LocalErrors.NoSystemCall; // A C library older than the call.
        }
        return error switch
        {
            LocalErrors.NoEntry or LocalErrors.Exists => false,
            // The kernel or the file system (NFS, some FUSE) does not know the flag.
            LocalErrors.NoSystemCall or LocalErrors.Invalid or LocalErrors.NotSupported
                => Directory.Exists(source) ? MovePortably(source, target) : MoveByLink(source, target),
            _ => throw new Win32Exception(error),
        };
    }

    /// <summary>A hard link fails when its name is taken, so the target is made atomically; for a moment the file has both names.</summary>
    internal static bool MoveByLink(string source, string target)
    {
        if (Posix.Link(source, target) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error switch
            {
                LocalErrors.NoEntry or LocalErrors.Exists => false,
                1 or LocalErrors.NotSupported => MovePortably(source, target), // No hard links here (FAT).
                _ => throw new Win32Exception(error),
            };
        }
        File.Delete(source);
        return true;
    }

    /// <summary>Looks, then moves: the best there is for directories without renameat2, and atomic on Windows.</summary>
    internal static bool MovePortably(string source, string target)
    {
        if (Path.Exists(target) || !Path.Exists(source) || !Directory.Exists(Path.GetDirectoryName(target)))
            return false;
        if (Directory.Exists(source))
            Directory.Move(source, target);
        else
            File.Move(source, target, overwrite: false);
        return true;
    }
}
