namespace FlumeSharp.Sources.Taildir;

/// <summary>Positions of the last run that no file has taken up yet.</summary>
/// <param name="entries">What the position file holds.</param>
/// <param name="savedAt">When it was written, in nanoseconds since 1970; 0 when that is unknown.</param>
internal sealed class SavedPositions(IEnumerable<PositionEntry> entries, long savedAt)
{
    private readonly Dictionary<long, List<PositionEntry>> _byInode = entries.GroupBy(static entry => entry.Inode).ToDictionary(static same => same.Key, static same => same.ToList());

    /// <summary>All that is left.</summary>
    public IEnumerable<PositionEntry> Left => _byInode.Values.SelectMany(static same => same);

    /// <summary>Whether a file was born after the positions were saved: one that has got the inode of a deleted file.</summary>
    public bool IsYounger(FileIdentity file) => file.Born != 0 && savedAt != 0 && file.Born > savedAt;

    /// <summary>Whether a file is known to be one that was there when the positions were saved.</summary>
    public bool IsSurelyOlder(FileIdentity file) => file.Born != 0 && savedAt != 0 && file.Born <= savedAt;

    /// <summary>Takes the entry of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path.</param>
    /// <param name="isAnyName">Whether an entry with another name in the same directory is its own too.</param>
    /// <param name="entry">The entry.</param>
    public bool TryTake(FileIdentity file, string path, bool isAnyName, out PositionEntry entry)
    {
        entry = default;
        if (!_byInode.TryGetValue(file.PositionInode, out var same))
        {
            return false;
        }

        var at = same.FindIndex(candidate => candidate.Path == path);
        at = at < 0 && isAnyName ? same.FindIndex(candidate => Path.GetDirectoryName(candidate.Path) == Path.GetDirectoryName(path)) : at;
        if (at < 0)
        {
            return false;
        }

        entry = same[at];
        Remove(same, at);
        return true;
    }

    /// <summary>Drops the entries of a directory.</summary>
    public void Drop(string directory)
    {
        foreach (var entry in In(directory).ToList())
        {
            var same = _byInode[entry.Inode];
            Remove(same, same.IndexOf(entry));
        }
    }

    /// <summary>The entries of a directory.</summary>
    public IEnumerable<PositionEntry> In(string directory) => Left.Where(entry => Path.GetDirectoryName(entry.Path) == directory);

    private void Remove(List<PositionEntry> same, int at)
    {
        var inode = same[at].Inode;
        same.RemoveAt(at);
        if (same.Count == 0)
        {
            _byInode.Remove(inode);
        }
    }
}
