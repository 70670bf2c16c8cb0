using System.Globalization;

namespace FlumeSharp.Channels.File.Storage;

/// <summary>
/// Ownership of a directory: a file that is open and locked (flock on Linux) as long as its owner lives, and beside it one that says
/// who that is, since a locked file cannot be read everywhere.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    public const string LockName = "flumesharp.lock";
    public const string OwnerName = "flumesharp.owner";
    private readonly FileStream _lock;
    private readonly string _owner;

    private DirectoryLock(FileStream held, string owner)
    {
        _lock = held;
        _owner = owner;
    }

    /// <summary>Locks a directory.</summary>
    /// <exception cref="ChannelException">Somebody else has it; the message says who.</exception>
    public static DirectoryLock Take(string directory, string channel)
    {
        var owner = Path.Combine(directory, OwnerName);
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException inUse) when (inUse is not (DirectoryNotFoundException or PathTooLongException) && !DiskErrors.IsFull(inUse))
        {
            throw new ChannelException($"Cannot lock {directory}. The directory is already locked{OwnerOf(owner)}. [channel={channel}]", inUse);
        }

        try
        {
            System.IO.File.WriteAllText(owner, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}, channel {channel}"));
        }
        catch (IOException full) when (DiskErrors.IsFull(full))
        {
            // The lock holds all the same; only the message of the next one who tries says less.
        }
        catch
        {
            held.Dispose();
            throw;
        }

        return new DirectoryLock(held, owner);
    }

    public void Dispose()
    {
        if (System.IO.File.Exists(_owner))
        {
            System.IO.File.Delete(_owner);
        }

        // The lock file stays: whoever deletes it could delete that of a process which locked it a moment ago.
        _lock.Dispose();
    }

    private static string OwnerOf(string path)
    {
        try
        {
            var owner = System.IO.File.ReadAllText(path);
            return owner.Length == 0 ? "" : $" by {owner}";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
