namespace FlumeSharp.Sources.Taildir;

/// <summary>
/// Hints that something may have changed in some directories. Only a hint: what a network file system does not tell, or the system drops
/// because there is too much of it, is found when the files are looked at after the longest pause.
/// </summary>
internal sealed class DirectoryWatch(TimeProvider time, Action<string, string> onUnwatched) : IDisposable
{
    // Writers write line by line. A look some moments after the first of them brings in many.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private readonly Dictionary<string, (FileIdentity Identity, FileSystemWatcher? Watcher)> _watchers = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Watches a directory, anew when it is another one than before.</summary>
    public void Watch(string directory)
    {
        if (!FileStatus.TryGet(directory, out var status) || (_watchers.TryGetValue(directory, out var known) && known.Identity == status.Identity))
        {
            return;
        }

        known.Watcher?.Dispose();
        _watchers[directory] = (status.Identity, TryWatch(directory));
    }

    /// <summary>Waits for a hint.</summary>
    /// <param name="atMost">How long at most.</param>
    /// <param name="lookTook">How long it takes to look at the files: looks must not follow each other so fast that they are all that is done.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task WaitAsync(TimeSpan atMost, TimeSpan lookTook, CancellationToken stop)
    {
        var gathering = TimeSpan.FromTicks(Math.Max(Gathering.Ticks, 4 * lookTook.Ticks));
        try
        {
            await Volatile.Read(ref _changed).Task.WaitAsync(TimeSpan.FromTicks(Math.Clamp(atMost.Ticks, Gathering.Ticks, Longest.Ticks)), time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return;
        }

        await Task.Delay(gathering < atMost ? gathering : atMost, time, stop).ConfigureAwait(false);

        // Before the look: what changes from now on is a new hint.
        Volatile.Write(ref _changed, NewSignal());
    }

    public void Dispose()
    {
        foreach (var (_, watcher) in _watchers.Values)
        {
            watcher?.Dispose();
        }

        _watchers.Clear();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FileSystemWatcher? TryWatch(string directory)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(directory) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            watcher.Changed += Hint;
            watcher.Created += Hint;
            watcher.Deleted += Hint;
            watcher.Renamed += Hint;
            watcher.Error += Hint;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // Mostly a limit of the system: fs.inotify.max_user_instances, max_user_watches.
            watcher?.Dispose();
            onUnwatched(directory, failure.Message);
            return null;
        }
    }

    private void Hint(object sender, EventArgs change) => Volatile.Read(ref _changed).TrySetResult();
}
