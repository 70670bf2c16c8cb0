using System.IO.Enumeration;
using System.Text.RegularExpressions;
using FlumeSharp.Routing.Interceptors;

namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>
/// The files that wait, in the order in which they are read. The directory is looked through again when the last look is older than
/// the poll delay: Flume does it for every file, which takes hours where there are a hundred thousand.
/// </summary>
internal sealed class SpoolListing(SpoolDirectorySourceOptions options, SpoolPaths paths, TimeProvider time)
{
    private readonly Regex _include = JavaPattern.CompileFullMatch(options.IncludePattern);
    private readonly Regex _ignore = JavaPattern.CompileFullMatch(options.IgnorePattern);
    private Queue<SpooledFile> _waiting = new();
    private long? _looked;
    private bool _isWorthwhile;

    /// <summary>How many files wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>The next file; null when none waits.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public SpooledFile? Next()
    {
        if (_looked is not { } looked || time.GetElapsedTime(looked) >= options.PollDelay || (_waiting.Count == 0 && _isWorthwhile))
        {
            _waiting = new(InOrder(Look()));
            _looked = time.GetTimestamp();
            _isWorthwhile = false;
        }

        return _waiting.TryDequeue(out var next) ? next : null;
    }

    /// <summary>A file is done with: when none waits any more, it is worth while to look again at once.</summary>
    public void Done() => _isWorthwhile = true;

    /// <summary>A file by its path, when it is one that is to be read.</summary>
    public SpooledFile? Find(string path)
    {
        var relative = Path.GetRelativePath(paths.Spool, path);
        var info = new FileInfo(Path.Combine(paths.Spool, relative));
        var isBelow = !relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
        return isBelow && info.Exists && IsCandidate(info.Name, relative) && (options.RecursiveDirectorySearch || info.Name == relative)
            ? new(Path.Combine(paths.Spool, relative), relative, info.LastWriteTimeUtc)
            : null;
    }

    private IEnumerable<SpooledFile> InOrder(IEnumerable<SpooledFile> files) => options.ConsumeOrder switch
    {
        ConsumeOrder.Oldest => files.OrderBy(static file => file.Changed).ThenBy(static file => file.Name, StringComparer.Ordinal),
        ConsumeOrder.Youngest => files.OrderByDescending(static file => file.Changed).ThenBy(static file => file.Name, StringComparer.Ordinal),
        _ => files,
    };

    private IEnumerable<SpooledFile> Look() => new FileSystemEnumerable<SpooledFile>(
        paths.Spool,
        (ref FileSystemEntry entry) =>
        {
            var path = entry.ToSpecifiedFullPath();
            return new(path, Path.GetRelativePath(paths.Spool, path), entry.LastWriteTimeUtc.UtcDateTime);
        },
        new EnumerationOptions { RecurseSubdirectories = options.RecursiveDirectorySearch, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            !entry.IsDirectory && IsCandidate(entry.FileName.ToString(), Path.GetRelativePath(paths.Spool, entry.ToSpecifiedFullPath())),
        // A link to a directory is not followed: it may lead back.
        ShouldRecursePredicate = (ref FileSystemEntry entry) =>
            entry.FileName[0] != '.' && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !_ignore.IsMatch(entry.FileName),
    };

    private bool IsCandidate(string name, string relative) =>
        name[0] != '.'
        && !name.EndsWith(options.FileSuffix, StringComparison.Ordinal)
        && _include.IsMatch(name)
        && !_ignore.IsMatch(name)
        && (options.TrackingPolicy != TrackingPolicy.TrackerDir || !File.Exists(paths.TrackerOf(relative)));
}
