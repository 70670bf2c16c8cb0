namespace FlumeSharp.Sources.Taildir;

/// <summary>The paths of a group, listed again when the directory says that it has changed, or each time.</summary>
internal sealed class GroupListing(FileGroup group, bool isCached, Predicate<string> isExcluded, TimeProvider time)
{
    // A file system may count the time of change in steps of up to two seconds: a listing made sooner after a change may have missed one.
    private const long Settled = 2_000_000_000;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private string[]? _paths;
    private FileStatus _directory;
    private bool _isSettled;

    public FileGroup Group => group;

    /// <summary>Whether the directory could be listed at the last attempt; null before the first one.</summary>
    public bool? IsThere { get; private set; }

    /// <summary>Lists the group's files, the longest unchanged first, as Flume does.</summary>
    /// <returns>The paths; null when the directory cannot be listed.</returns>
    public string[]? List()
    {
        var paths = TryList();
        IsThere = paths is not null;
        return paths;
    }

    private string[]? TryList()
    {
        if (!FileStatus.TryGet(group.Directory, out var directory) || !directory.IsDirectory)
        {
            return _paths = null;
        }

        if (isCached && _isSettled && _paths is not null && directory.Identity == _directory.Identity && directory.Modified == _directory.Modified)
        {
            return _paths;
        }

        // Looked at before the listing, so that a change during it counts as one after it.
        _directory = directory;
        _isSettled = FileStatus.Nanoseconds(time.GetUtcNow()) - directory.Modified >= Settled;
        try
        {
            return _paths = [.. Find().OrderBy(static file => file.Modified).ThenBy(static file => file.Path, StringComparer.Ordinal).Select(static file => file.Path)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return _paths = null;
        }
    }

    private IEnumerable<(string Path, long Modified)> Find()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(group.Directory, "*", Everything))
        {
            if (group.Matches(Path.GetFileName(path.AsSpan())) && !isExcluded(path) && FileStatus.TryGet(path, out var status) && status.IsRegular)
            {
                yield return (path, status.Modified);
            }
        }
    }
}
