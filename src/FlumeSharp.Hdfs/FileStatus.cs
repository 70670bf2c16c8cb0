namespace FlumeSharp.Hdfs;

/// <summary>What a file system knows of one path.</summary>
/// <param name="Path">Absolute path, without scheme and authority.</param>
/// <param name="IsDirectory">A directory, not a file.</param>
/// <param name="Length">Bytes; 0 for a directory.</param>
/// <param name="ModificationTime">Last change.</param>
/// <param name="Permission">Permission bits.</param>
/// <param name="Owner">Owner's name.</param>
/// <param name="Group">Group's name.</param>
/// <param name="Replication">Copies of each block; 0 for directories and where nothing is replicated.</param>
/// <param name="BlockSize">Bytes per block; 0 for directories and where there are none.</param>
public sealed record FileStatus(
    string Path,
    bool IsDirectory,
    long Length,
    DateTimeOffset ModificationTime,
    FilePermission Permission,
    string Owner,
    string Group,
    short Replication,
    long BlockSize);
