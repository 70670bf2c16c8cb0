namespace FlumeSharp.Sources.Taildir;

/// <summary>A line of the position file: up to which byte a file is delivered.</summary>
/// <param name="Inode">The file's inode.</param>
/// <param name="Position">The byte.</param>
/// <param name="Path">The file's full path.</param>
internal readonly record struct PositionEntry(long Inode, long Position, string Path);
