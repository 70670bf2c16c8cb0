using System.Threading.Channels;

namespace FlumeSharp.Configuration.Sources;

/// <summary>
/// Notices that a file may have changed, where the file system tells. It watches the folder, so that a file which is replaced by a rename,
/// or by a link that is turned (as Kubernetes does for a mounted ConfigMap), is noticed as well as one that is written to.
/// </summary>
internal sealed class FileHints : IDisposable
{
    // Editors and deployments touch a file several times; a load in the middle would meet half of it.
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _longestUnrest = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly FileSystemWatcher _watcher;
    private readonly TimeProvider _time;
    private readonly string _file;

    private FileHints(string folder, string file, TimeProvider time)
    {
        _file = file;
        _time = time;
        _watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.DirectoryName };
        _watcher.Changed += (_, change) => Notice(change.Name);
        _watcher.Created += (_, change) => Notice(change.Name);
        _watcher.Deleted += (_, change) => Notice(change.Name);
        _watcher.Renamed += (_, change) => Notice(change.Name);

        // Too many changes at once: any of them may have been ours.
        _watcher.Error += (_, _) => _signals.Writer.TryWrite(true);
    }

    /// <summary>Begins to watch; <see langword="null"/> where that is not possible, so that polling alone notices changes.</summary>
    public static FileHints? TryWatch(string path, TimeProvider time)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full);
        if (folder is null || !Directory.Exists(folder))
            return null;
        FileHints? hints = null;
        try
        {
            hints = new FileHints(folder, Path.GetFileName(full), time);
            hints._watcher.EnableRaisingEvents = true;
            return hints;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // Out of watches (fs.inotify.max_user_watches), or a file system that does not tell.
            hints?.Dispose();
            return null;
        }
    }

    /// <summary>Completes when the file seems to have changed, and nothing more has happened to it for a moment.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        await _signals.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var start = _time.GetTimestamp();
        do
        {
            await Task.Delay(_quiet, _time, cancellationToken).ConfigureAwait(false);
        }
        while (_signals.Reader.TryRead(out _) && _time.GetElapsedTime(start) < _longestUnrest);
    }

    public void Dispose() => _watcher.Dispose();

    // "..data" is the link that Kubernetes turns when a ConfigMap changes; the file itself is a link through it and stays as it is.
    private void Notice(string? name)
    {
        if (name is null || name == _file || name == "..data")
            _signals.Writer.TryWrite(true);
    }
}
