using System.ComponentModel;

namespace FlumeSharp.Hdfs.Local;

/// <summary>Making, listing and syncing directories.</summary>
internal static class LocalDirectories
{
    /// <summary>Makes a directory and its missing parents, and puts the new entries on disk.</summary>
    public static void Create(string directory, FilePermission? permission)
    {
        if (Directory.Exists(directory))
            return;
        if (File.Exists(directory))
            throw new ParentNotDirectoryException($"file: cannot create directory '{directory}': a file of this name exists.");
        if (Path.GetDirectoryName(directory) is { } parent)
        {
            Create(parent, permission);
            if (permission is { } bits && !OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory, (UnixFileMode)(bits.Mode & 0xFFF));
            else
                Directory.CreateDirectory(directory);
            Sync(parent);
        }
    }

    /// <summary>
    /// Puts a directory's entries on disk, so that a file just made or renamed survives a power cut. File systems that cannot do
    /// this for directories, and directories that may be written but not read, are left to the operating system.
    /// </summary>
    public static void Sync(string directory)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var error = Posix.SyncDirectory(directory);
        if (error is not (0 or LocalErrors.Invalid or LocalErrors.NotSupported or LocalErrors.Access))
            throw new Win32Exception(error);
    }

    /// <summary>The entries of a directory in the order of their names, or the one entry of a file.</summary>
    public static List<FileStatus> List(string local, string path)
    {
        var status = LocalStatus.Read(local, path) ?? throw new FileNotFoundException(message: null, path);
        if (!status.IsDirectory)
            return [status];
        var names = Directory.EnumerateFileSystemEntries(local).Select(static entry => Path.GetFileName(entry)).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        var prefix = path.EndsWith('/') ? path : path + "/";
        var entries = new List<FileStatus>(names.Length);
        foreach (var name in names)
        {
            // What vanished since, and a link that leads nowhere, is not there for a reader either.
            if (LocalStatus.Read(Path.Combine(local, name), prefix + name) is { } entry)
                entries.Add(entry);
        }
        return entries;
    }
}
