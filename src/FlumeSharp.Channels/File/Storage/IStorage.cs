namespace FlumeSharp.Channels.File.Storage;

/// <summary>
/// The file system as the channel uses it, and nothing more: tests put one in its place that loses power. Creating, renaming and
/// deleting last only after <see cref="SyncDirectory"/>, and bytes only after <see cref="IStorageFile.Flush"/>.
/// </summary>
internal interface IStorage
{
    /// <summary>Makes a directory and its parents; nothing happens when it is there.</summary>
    void CreateDirectory(string path);

    /// <summary>Names of the files in a directory; none when there is no such directory.</summary>
    IReadOnlyList<string> ListFiles(string directory);

    /// <summary>Opens a file that must exist, for reading.</summary>
    IStorageFile OpenRead(string path);

    /// <summary>Opens a file that must exist, for reading and writing.</summary>
    IStorageFile OpenWrite(string path);

    /// <summary>Makes a file, in place of one of that name.</summary>
    IStorageFile Create(string path);

    /// <summary>Renames a file over another.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; nothing happens when it is not there.</summary>
    void Delete(string path);

    /// <summary>Makes the entries of a directory last.</summary>
    void SyncDirectory(string path);

    /// <summary>Bytes that may still be written in a directory's file system.</summary>
    long FreeSpace(string directory);

    /// <summary>Keeps other processes, and other channels of this one, out of a directory.</summary>
    /// <exception cref="ChannelException">Somebody else is in it.</exception>
    IDisposable Lock(string directory, string channel);
}
