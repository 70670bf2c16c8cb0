using System.Collections.Concurrent;
using FlumeSharp.Hdfs;

namespace FlumeSharp.Sinks.Hdfs.Fakes;

/// <summary>
/// A file system in memory whose calls fail or hang when a test says so. As on HDFS, only flushed bytes can be read, and a file whose
/// stream has failed stays open until its lease is recovered.
/// </summary>
internal sealed class FaultyFileSystem : FileSystem
{
    public const string Scheme = "faulty";

    private readonly ConcurrentDictionary<string, FaultyFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly List<Fault> _faults = [];
    private readonly Lock _lock = new();

    public override Uri Uri { get; } = new(Scheme + "://cluster/");

    public override string WorkingDirectory => "/user/flume";

    /// <summary>All paths there are.</summary>
    public IReadOnlyList<string> Paths => [.. _files.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The calls made, as <c>verb path</c>.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>How often a lease must be asked for before it is recovered.</summary>
    public int RecoveryTakes { get; set; }

    /// <summary>A factory whose default this file system is.</summary>
    public FileSystemFactory Factory()
    {
        var factory = new FileSystemFactory(new FileSystemSettings { Properties = new Dictionary<string, string> { ["fs.defaultFS"] = Uri.ToString() } });
        factory.Register(Scheme, (_, _) => this);
        return factory;
    }

    /// <summary>The lines that readers of a path see.</summary>
    public string Read(string path) => _files[path].Flushed;

    public bool IsOpen(string path) => _files[path].IsOpen;

    /// <summary>Puts a file of somebody else there.</summary>
    public void Occupy(string path) => _files[path] = new FaultyFile { IsOpen = false };

    /// <summary>Lets calls of a verb fail, by default the next one only.</summary>
    public void Fail(string verb, int times = 1, string path = "", Exception? with = null) =>
        Add(new Fault(verb, path, times, _ => throw with ?? new FileSystemException($"The {verb} failed.", isRetryable: true)));

    /// <summary>Lets the next call of a verb hang until it is cancelled, and then for good until the test ends it.</summary>
    public TaskCompletionSource Hang(string verb, string path = "", bool ignoresCancellation = false)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new Fault(verb, path, 1, token => ignoresCancellation ? gate.Task : gate.Task.WaitAsync(token)));
        return gate;
    }

    /// <summary>No more faults.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    public override async ValueTask<FileOutputStream> CreateAsync(string path, CreateOptions? options = null, CancellationToken cancellationToken = default)
    {
        await EnterAsync("create", path, cancellationToken);
        var file = new FaultyFile();
        return _files.TryAdd(path, file) ? new FaultyStream(this, file, path) : throw new PathExistsException($"{path} exists.");
    }

    public override async ValueTask<bool> RenameAsync(string source, string destination, CancellationToken cancellationToken = default)
    {
        await EnterAsync("rename", source, cancellationToken);
        if (_files.ContainsKey(destination) || !_files.TryRemove(source, out var file))
        {
            return false;
        }

        return _files.TryAdd(destination, file);
    }

    public override async ValueTask<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellationToken = default)
    {
        await EnterAsync("delete", path, cancellationToken);
        return _files.TryRemove(path, out _);
    }

    public override async ValueTask<FileStatus?> GetStatusAsync(string path, CancellationToken cancellationToken = default)
    {
        await EnterAsync("status", path, cancellationToken);
        return _files.TryGetValue(path, out var file)
            ? new FileStatus(path, IsDirectory: false, file.Flushed.Length, default, new FilePermission(0), "flume", "flume", 1, 1 << 20)
            : null;
    }

    public override async ValueTask<bool> RecoverLeaseAsync(string path, CancellationToken cancellationToken = default)
    {
        await EnterAsync("recover", path, cancellationToken);
        return Recover(path);
    }

    public override async ValueTask<bool> IsFileClosedAsync(string path, CancellationToken cancellationToken = default)
    {
        await EnterAsync("isclosed", path, cancellationToken);
        return Recover(path);
    }

    public override ValueTask MakeDirectoriesAsync(string path, FilePermission? permission = null, CancellationToken cancellationToken = default) =>
        new(EnterAsync("mkdirs", path, cancellationToken));

    public override ValueTask<FileOutputStream> AppendAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override IAsyncEnumerable<FileStatus> ListAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override ValueTask SetPermissionAsync(string path, FilePermission permission, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Notes a call, and lets it fail or hang where a fault waits for it.</summary>
    public async Task EnterAsync(string verb, string path, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"{verb} {path}");
        Fault? fault;
        lock (_lock)
        {
            fault = _faults.Find(f => f.Verb == verb && path.Contains(f.Path, StringComparison.Ordinal));
            if (fault is not null && --fault.Times == 0)
            {
                _faults.Remove(fault);
            }
        }

        if (fault is not null)
        {
            await fault.Act(cancellationToken);
        }
    }

    private bool Recover(string path)
    {
        if (RecoveryTakes-- > 0)
        {
            return false;
        }

        if (_files.TryGetValue(path, out var file))
        {
            file.IsOpen = false;
        }

        return true;
    }

    private void Add(Fault fault)
    {
        lock (_lock)
        {
            _faults.Add(fault);
        }
    }

    private sealed class Fault(string verb, string path, int times, Func<CancellationToken, Task> act)
    {
        public string Verb => verb;

        public string Path => path;

        public int Times { get; set; } = times;

        public Func<CancellationToken, Task> Act => act;
    }
}
