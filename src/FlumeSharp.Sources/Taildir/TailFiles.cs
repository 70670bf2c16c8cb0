using FlumeSharp.Runtime;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Sources.Taildir;

/// <summary>
/// The files that are followed. Each look at the directories finds which file has which name now, by device and inode: files that are
/// new, renamed, replaced, cut, or gone while something of them is still to be read.
/// </summary>
internal sealed class TailFiles(TaildirSourceOptions options, PositionFile positionFile, SavedPositions saved, TaildirContext context) : IDisposable
{
    private readonly TimeProvider _time = context.Time;
    private readonly GroupListing[] _groups =
        [.. options.Groups().Select(group => new GroupListing(group, options.CachePatternMatching, positionFile.IsSelf, context.Time))];

    private readonly Dictionary<FileIdentity, TailFile> _files = [];
    private readonly List<TailFile> _gone = [];
    private readonly RepeatedFailureLog _readFailures = new(context.Time);
    private volatile TailFile[] _followed = [];
    private volatile PositionEntry[] _waiting = [];
    private long _look;

    /// <summary>Files with something to read, in the order of the groups and within a group of their times of change; each look makes it anew.</summary>
    public List<TailFile> WithNews { get; } = [];

    /// <summary>The directories, whether they are there or not.</summary>
    public IEnumerable<string> Directories => _groups.Select(static listing => listing.Group.Directory).Distinct(StringComparer.Ordinal);

    /// <summary>Whether the last look found a file that the look before did not know.</summary>
    public bool HasNewFiles { get; private set; }

    /// <summary>Groups that have files to their names.</summary>
    public int GroupCount => _groups.Length;

    /// <summary>How many files are followed.</summary>
    public int Count => _followed.Length;

    /// <summary>What the position file should hold. Safe beside a look.</summary>
    public IEnumerable<PositionEntry> Positions =>
        _followed.Select(static file => new PositionEntry(file.Identity.PositionInode, file.Position, file.Path)).Concat(_waiting);

    /// <summary>Looks at all directories and files.</summary>
    public void Look()
    {
        _look++;
        HasNewFiles = false;
        WithNews.Clear();
        List<FileGroup>? first = null;
        foreach (var listing in _groups)
        {
            var before = listing.IsThere;
            if (listing.List() is { } paths)
            {
                if (before is not true && _look > 1)
                {
                    Log.DirectoryFound(context.Logger, context.Name, listing.Group.Directory, listing.Group.Name);
                }

                if (saved.In(listing.Group.Directory).Any())
                {
                    (first ??= []).Add(listing.Group);
                }

                LookAt(listing.Group, paths);
            }
            else
            {
                if (before is not false)
                {
                    Log.DirectoryMissing(context.Logger, context.Name, listing.Group.Directory, listing.Group.Name);
                }

                KeepAll(listing.Group);
            }
        }

        // After all groups, since what one of them does not know may be another's.
        first?.ForEach(FindRests);
        LookAtGone();
        Publish();
    }

    /// <summary>Opens a file for reading, if it is still the file that it was.</summary>
    public bool TryOpen(TailFile file)
    {
        if (file.Handle is not null)
        {
            return true;
        }

        try
        {
            var handle = Posix.OpenForReading(file.Path);
            if (handle is not null && FileStatus.TryGet(handle, out var status) && status.Identity == file.Identity)
            {
                file.Open(handle);
                return true;
            }

            // Renamed or replaced this moment: the next look finds out.
            handle?.Dispose();
        }
        catch (IOException failure)
        {
            Failed(file, failure);
        }

        return false;
    }

    /// <summary>Takes note of a file that cannot be read; it is tried again at the next look.</summary>
    public void Failed(TailFile file, Exception failure)
    {
        file.Close();
        context.Counters.EventReadFail.Increment();
        if (_readFailures.ShouldLog(out var passedOver))
        {
            Log.CannotRead(context.Logger, failure, context.Name, file.Path, passedOver);
        }
    }

    /// <summary>Begins a file again whose content is another one now.</summary>
    public void Restart(TailFile file)
    {
        Log.Restarted(context.Logger, context.Name, file.Path);
        context.Counters.RestartedFiles.Increment();
        file.Restart();
    }

    /// <summary>Closes a file that has been read and is quiet.</summary>
    public void Close(TailFile file)
    {
        file.IsIdle = false;
        file.Close();
        Log.Closed(context.Logger, context.Name, file.Path, file.Position);
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Close();
        }
    }

    private void LookAt(FileGroup group, string[] paths)
    {
        foreach (var path in paths)
        {
            if (FileStatus.TryGet(path, out var status) && status.IsRegular && Recognize(group, path, status.Identity, status.Size) is { } file)
            {
                file.SeenInLook = _look;
                Check(file, status);
            }
        }
    }

    // Which followed file a path leads to; a new one when it is none of them, null when it is one that stands in this look already.
    private TailFile? Recognize(FileGroup group, string path, FileIdentity identity, long size)
    {
        if (!_files.TryGetValue(identity, out var file))
        {
            return Add(new TailFile(group, path, identity, FirstPosition(identity, path, size)));
        }

        if (file.Path == path)
        {
            // In two groups, the first one has it.
            return file.SeenInLook == _look ? null : file;
        }

        if (file.SeenInLook == _look || (FileStatus.TryGet(file.Path, out var same) && same.Identity == identity))
        {
            // A link: to follow it too would be to deliver everything twice, and to take it for a rename would do so without end.
            Log.SameFile(context.Logger, context.Name, path, file.Path);
            return null;
        }

        if (options.RenamedFiles == RenamedFiles.Continue)
        {
            file.Path = path;
            file.Headers = HeadersOf(file.Group, path);
            return file;
        }

        file.Close();
        return Add(new TailFile(group, path, identity, 0));
    }

    private TailFile Add(TailFile file)
    {
        HasNewFiles = true;
        file.Headers = HeadersOf(file.Group, file.Path);
        return _files[file.Identity] = file;
    }

    private EventHeaders HeadersOf(FileGroup group, string path) => EventHeaders.Create(
        options.FileHeader ? [.. group.Headers, new(options.FileHeaderKey, path)] : group.Headers);

    private long FirstPosition(FileIdentity identity, string path, long size)
    {
        if (saved.TryTake(identity, path, options.RenamedFiles == RenamedFiles.Continue, out var entry))
        {
            if (!saved.IsYounger(identity))
            {
                return entry.Position;
            }

            Log.InodeReused(context.Logger, context.Name, path);
        }

        return options.SkipToEnd && _look == 1 ? size : 0;
    }

    private void Check(TailFile file, in FileStatus status)
    {
        var now = _time.GetTimestamp();
        var hasChanged = file.Observe(status, now);
        if (status.Size < file.Position
            || (hasChanged && status.Size == file.Position && !file.Before.IsEmpty && TryOpen(file) && !IsSame(file)))
        {
            Restart(file);
        }

        if (hasChanged && FileStatus.Nanoseconds(_time.GetUtcNow()) - status.Modified < options.IdleTimeout.TotalNanoseconds)
        {
            // An open file can be read to its end even when it is renamed or deleted before its turn comes.
            TryOpen(file);
        }

        if (file.HasNews)
        {
            file.IsIdle = false;
            WithNews.Add(file);
        }
        else if (file.Handle is not null && !hasChanged && _time.GetElapsedTime(file.ChangedAt, now) >= options.IdleTimeout)
        {
            if (file.Position == status.Size)
            {
                Close(file);
            }
            else
            {
                file.IsIdle = true;
                WithNews.Add(file);
            }
        }
    }

    private bool IsSame(TailFile file)
    {
        try
        {
            return Fingerprint.IsSame(file, file.Handle!);
        }
        catch (IOException failure)
        {
            Failed(file, failure);
            return true;
        }
    }

    // A directory that is not there for a while, such as an unmounted one, does not end its files: they would be read again when it is back.
    private void KeepAll(FileGroup group)
    {
        foreach (var file in _files.Values)
        {
            if (file.Group == group && file.SeenInLook == _look - 1)
            {
                file.SeenInLook = _look;
                if (file.Handle is not null && FileStatus.TryGet(file.Handle, out var status))
                {
                    Check(file, status);
                }
            }
        }
    }

    // What was not read of files that have been rotated away since the last run, to a name beside their old one.
    private void FindRests(FileGroup group)
    {
        foreach (var path in Candidates(group))
        {
            if (FileStatus.TryGet(path, out var status) && status.IsRegular && !_files.ContainsKey(status.Identity)
                && saved.TryTake(status.Identity, path, isAnyName: true, out var entry)
                && status.Size > entry.Position && saved.IsSurelyOlder(status.Identity))
            {
                Log.RestFound(context.Logger, context.Name, entry.Path, path);
                var file = Add(new TailFile(group, path, status.Identity, entry.Position));
                if (TryOpen(file))
                {
                    file.Path = entry.Path;
                    file.Headers = HeadersOf(group, entry.Path);
                }
            }
        }

        saved.Drop(group.Directory);
    }

    private static string[] Candidates(FileGroup group)
    {
        try
        {
            return Directory.GetFiles(group.Directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Files without a name in any group: while they are open they are followed, until they are quiet.
    private void LookAtGone()
    {
        _gone.Clear();
        var listed = WithNews.Count;
        foreach (var file in _files.Values)
        {
            if (file.SeenInLook != _look)
            {
                _gone.Add(file);
            }
        }

        foreach (var file in _gone)
        {
            if (file.Handle is not null && FileStatus.TryGet(file.Handle, out var status))
            {
                Check(file, status);
            }

            if (file.Handle is null)
            {
                _files.Remove(file.Identity);
            }
        }

        // Their lines are older than those of the files that have got their names.
        var rests = WithNews[listed..];
        WithNews.RemoveRange(listed, rests.Count);
        WithNews.InsertRange(0, rests);
    }

    private void Publish()
    {
        var unread = 0L;
        var open = 0;
        foreach (var file in _files.Values)
        {
            unread += Math.Max(0, file.Seen.Size - file.Position);
            open += file.Handle is null ? 0 : 1;
        }

        context.Counters.TailedFiles.Set(_files.Count);
        context.Counters.OpenFiles.Set(open);
        context.Counters.UnreadBytes.Set(unread);
        _followed = [.. _files.Values];
        _waiting = [.. saved.Left.Where(entry => _groups.Any(listing => listing.IsThere is not true && listing.Group.Directory == Path.GetDirectoryName(entry.Path)))];
    }
}
