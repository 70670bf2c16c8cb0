using FlumeSharp.Channels.File.JavaLogs;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Import;

/// <summary>The files of a Java file channel on disk: which they are, whether somebody still writes them, and how they are set aside.</summary>
internal static class JavaFiles
{
    /// <summary>What is added to their names. Java Flume ignores such files, and taking it away again is the way back.</summary>
    public const string Suffix = ".java-imported";

    private static readonly string[] CheckpointNames =
        [CheckpointReader.MetadataName, "checkpoint", "checkpoint.snappy", "inflightputs", "inflighttakes", CheckpointReader.BackupMarker];

    /// <summary>All files that hold something. Locks and scratch folders stay.</summary>
    public static IReadOnlyList<string> Find(JavaChannelDirectories directories)
    {
        var logs = directories.FindLogs().SelectMany(static files => files).SelectMany(static log => new[] { log, log + ".meta" });
        var checkpoints = new[] { directories.Checkpoint, directories.Backup }.OfType<string>().SelectMany(static directory => CheckpointNames.Select(name => Path.Combine(directory, name)));
        return [.. logs.Concat(checkpoints).Where(System.IO.File.Exists).Select(Path.GetFullPath)];
    }

    /// <summary>Length and time of each file; they change while Flume runs.</summary>
    public static IReadOnlyList<(long Length, DateTime Time)> Observe(IReadOnlyList<string> files)
        => [.. files.Select(static file => new FileInfo(file)).Select(static file => file.Exists ? (file.Length, file.LastWriteTimeUtc) : default)];

    /// <summary>Renames a file.</summary>
    /// <returns>Whether it had not been renamed yet.</returns>
    public static bool SetAside(string file)
    {
        if (!System.IO.File.Exists(file))
            return false;
        var target = file + Suffix;
        for (var i = 2; System.IO.File.Exists(target); i++)
            target = $"{file}{Suffix}-{i}";
        System.IO.File.Move(file, target);
        Posix.SyncDirectory(Path.GetDirectoryName(file)!); // files have a folder
        return true;
    }
}
