using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Writing;

/// <summary>
/// A file that only takes up space. When the disk is full it is deleted, so that sinks can go on committing what they take: some twenty
/// thousand commits fit into it.
/// </summary>
internal sealed class SpaceReserve(string directory, IStorage storage, int length)
{
    public const string Name = "reserve";
    public const int DefaultLength = 1 << 20;
    private readonly string _path = Path.Combine(directory, Name);
    private readonly Lock _gate = new();
    private bool _isThere;

    /// <summary>Makes the file when it is not there and there is space enough. One from before is as good as a new one, most of all on a full disk.</summary>
    public void Ensure(long spaceToLeave)
    {
        lock (_gate)
        {
            _isThere = _isThere || IsWhole() || TryMake(spaceToLeave);
        }
    }

    /// <summary>Deletes the file; false when there was none.</summary>
    public bool Release()
    {
        lock (_gate)
        {
            var was = _isThere;
            _isThere = false;
            TryToDelete();
            return was;
        }
    }

    private bool IsWhole()
    {
        try
        {
            using var file = storage.OpenRead(_path);
            return file.Length >= length;
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            return false;
        }
    }

    private bool TryMake(long spaceToLeave)
    {
        try
        {
            if (storage.FreeSpace(directory) < spaceToLeave + length)
            {
                return false;
            }

            using var file = storage.Create(_path);
            file.Write(new byte[length], 0);
            file.Flush();
            return true;
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            TryToDelete();
            return false;
        }
    }

    private void TryToDelete()
    {
        try
        {
            storage.Delete(_path);
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            // It takes up space for now, and is made anew at the next start.
        }
    }
}
