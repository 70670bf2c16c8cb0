using System.Globalization;

namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>Where a file channel of Java Flume keeps its files.</summary>
/// <param name="Checkpoint">Its <c>checkpointDir</c>; <see langword="null"/> where there is none any more.</param>
/// <param name="Backup">Its <c>backupCheckpointDir</c>, where it has one.</param>
/// <param name="Data">Its <c>dataDirs</c>.</param>
public sealed record JavaChannelDirectories(string? Checkpoint, string? Backup, IReadOnlyList<string> Data)
{
    // ~/.flume/file-channel/checkpoint is the deepest of the layouts seen in the wild, below what an operator would name.
    private const int DeepestLevel = 3;

    /// <summary>Finds the directories of one channel in and below a directory, by the files in them.</summary>
    /// <exception cref="JavaChannelException">There are none, or those of several channels.</exception>
    public static JavaChannelDirectories Find(string root)
    {
        if (!Directory.Exists(root))
            throw new JavaChannelException($"{root} does not exist, or is no directory.");
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestLevel, AttributesToSkip = FileAttributes.ReparsePoint };
        string[] all = [root, .. Directory.EnumerateDirectories(root, "*", options).Order(StringComparer.Ordinal)];
        var data = all.Where(HoldsLogs).ToArray();
        if (data.Length == 0)
            throw new JavaChannelException($"No file 'log-N' of a Java file channel stands in or below {root}; name the directory above its dataDirs and its checkpointDir.");
        var checkpoints = all.Where(HoldsCheckpoint).ToLookup(static directory => System.IO.File.Exists(Path.Combine(directory, CheckpointReader.BackupMarker)));
        return new JavaChannelDirectories(Single(checkpoints[false], "checkpoint"), Single(checkpoints[true], "backup checkpoint"), data);

        string? Single(IEnumerable<string> found, string what) => found.ToArray() switch
        {
            [] => null,
            [var only] => only,
            var several => throw new JavaChannelException($"{root} holds several {what} directories ({string.Join(", ", several)}); name those of one channel by --checkpoint-dir, --backup-checkpoint-dir and --data-dirs."),
        };
    }

    /// <summary>Whether a directory holds logs of Java Flume.</summary>
    public static bool HoldsLogs(string directory)
        => Directory.Exists(directory) && Directory.EnumerateFiles(directory, "log-*").Any(static file => TryGetLogId(file, out _));

    /// <summary>Whether a directory holds a checkpoint of Java Flume.</summary>
    public static bool HoldsCheckpoint(string directory) => System.IO.File.Exists(Path.Combine(directory, CheckpointReader.MetadataName));

    /// <summary>All logs, each data directory's own in the order they were written.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> FindLogs()
    {
        var seen = new Dictionary<int, string>();
        var found = new List<IReadOnlyList<string>>();
        foreach (var directory in Data)
        {
            if (!Directory.Exists(directory))
                throw new JavaChannelException($"The data directory {directory} does not exist.");
            var logs = new SortedDictionary<int, string>();
            foreach (var file in Directory.EnumerateFiles(directory, "log-*"))
            {
                if (!TryGetLogId(file, out var id))
                    continue;
                if (!seen.TryAdd(id, file))
                    throw new JavaChannelException($"{seen[id]} and {file} cannot belong to one channel: a channel gives each number to one log. Name the directories of one channel.");
                logs.Add(id, file);
            }

            found.Add([.. logs.Values]);
        }

        return found;
    }

    internal static bool TryGetLogId(string path, out int id)
    {
        id = 0;
        var name = Path.GetFileName(path);
        return name.StartsWith("log-", StringComparison.Ordinal) && int.TryParse(name.AsSpan("log-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out id);
    }
}
