namespace FlumeSharp.Channels.File.Storage;

/// <summary>The machine's own file system.</summary>
internal sealed class DiskStorage : IStorage
{
    public static DiskStorage Instance { get; } = new();

    public void CreateDirectory(string path)
    {
        // A directory is an entry of its parent, which lasts only once that is flushed.
        var missing = new Stack<string>();
        for (var at = Path.GetFullPath(path); at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing.Push(at);
        }

        foreach (var directory in missing)
        {
            Directory.CreateDirectory(directory);
            SyncDirectory(Path.GetDirectoryName(directory)!);
        }
    }

    public IReadOnlyList<string> ListFiles(string directory) =>
        Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory).Select(static path => Path.GetFileName(path))] : [];

    public IStorageFile OpenRead(string path) =>
        new DiskFile(System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    public IStorageFile OpenWrite(string path) =>
        new DiskFile(System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    public IStorageFile Create(string path) =>
        new DiskFile(System.IO.File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    public void Rename(string from, string to) => System.IO.File.Move(from, to, overwrite: true);

    public void Delete(string path) => System.IO.File.Delete(path);

    public void SyncDirectory(string path) => Posix.SyncDirectory(path);

    public long FreeSpace(string directory) => new DriveInfo(directory).AvailableFreeSpace;

    public IDisposable Lock(string directory, string channel) => DirectoryLock.Take(directory, channel);
}
