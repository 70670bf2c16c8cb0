using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File;

/// <summary>
/// A disk in memory that keeps apart what was written and what was flushed, for file contents and for directory entries. A power cut
/// keeps what was flushed; of the rest it keeps, drops and tears what it likes, sector by sector and entry by entry.
/// </summary>
internal sealed class SimulatedDisk(Random random) : IStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedInode> _entries = [];
    private readonly Dictionary<string, SimulatedInode> _lasting = [];
    private readonly List<(string Directory, Action<Dictionary<string, SimulatedInode>> Apply)> _pending = [];
    private long _operationsLeft = long.MaxValue;

    /// <summary>After a crash everything fails until the machine is on again.</summary>
    public bool IsOff { get; private set; }

    /// <summary>A disk that says it has flushed, and has not.</summary>
    public bool LiesAboutFlushes { get; init; }

    public long Free { get; set; } = long.MaxValue / 2;

    /// <summary>All there is, used or free, where <see cref="Free"/> is not just said.</summary>
    public long? Size { get; init; }

    /// <summary>The next writes fail for want of space, after a part of the bytes.</summary>
    public int FullWrites { get; set; }

    /// <summary>The next writes fail, after a part of the bytes.</summary>
    public int FailingWrites { get; set; }

    /// <summary>The next write ends early and says nothing.</summary>
    public bool CutsNextWriteShort { get; set; }

    /// <summary>The next flush fails, and what it should have flushed is never flushed.</summary>
    public bool FailsNextFlush { get; set; }

    /// <summary>The next flush of a directory fails.</summary>
    public bool FailsNextSync { get; set; }

    /// <summary>The next cut of a file fails.</summary>
    public bool FailsNextCut { get; set; }

    public Lock Gate => _gate;

    /// <summary>Hears of every change.</summary>
    public Action<string>? Trace { get; init; }

    public Random Random => random;

    public IEnumerable<string> Files => _entries.Keys;

    /// <summary>The machine stops after so many more operations.</summary>
    public void CrashAfter(long operations) => _operationsLeft = operations;

    /// <summary>The machine, or the process, stops now.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            IsOff = true;
        }
    }

    /// <summary>On again after the process was killed: the machine's memory is what it was.</summary>
    public void StartAfterKill()
    {
        _operationsLeft = long.MaxValue;
        IsOff = false;
    }

    /// <summary>On again after a power cut.</summary>
    public void StartAfterPowerCut()
    {
        lock (_gate)
        {
            var keepsAll = random.Next(4) == 0;
            foreach (var (_, apply) in _pending)
            {
                if (keepsAll || random.Next(2) == 0)
                {
                    apply(_lasting);
                }
            }

            _pending.Clear();
            _entries.Clear();
            foreach (var (path, inode) in _lasting)
            {
                _entries.Add(path, inode);
            }

            foreach (var inode in _entries.Values.Distinct())
            {
                inode.CutPower(random);
            }

            _operationsLeft = long.MaxValue;
            IsOff = false;
        }
    }

    public void CreateDirectory(string path) => Step();

    public IReadOnlyList<string> ListFiles(string directory)
    {
        lock (_gate)
        {
            Step();
            return [.. _entries.Keys.Where(path => Path.GetDirectoryName(path) == directory).Select(static path => Path.GetFileName(path))];
        }
    }

    public IStorageFile OpenRead(string path)
    {
        lock (_gate)
        {
            Step();
            return _entries.TryGetValue(path, out var inode) ? new SimulatedFile(this, inode) : throw new FileNotFoundException(path);
        }
    }

    public IStorageFile OpenWrite(string path) => OpenRead(path);

    public IStorageFile Create(string path)
    {
        lock (_gate)
        {
            Step();
            Trace?.Invoke($"  create {path}");
            var inode = new SimulatedInode();
            Change(path, entries => entries[path] = inode);
            return new SimulatedFile(this, inode);
        }
    }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            Step();
            Trace?.Invoke($"  rename {from} {to}");
            var inode = _entries[from];
            Change(to, entries =>
            {
                entries.Remove(from);
                entries[to] = inode;
            });
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
        {
            Step();
            Trace?.Invoke($"  delete {path}");
            Change(path, entries => entries.Remove(path));
        }
    }

    public void SyncDirectory(string path)
    {
        lock (_gate)
        {
            Step();
            Trace?.Invoke($"  sync {path}");
            if (LiesAboutFlushes)
            {
                return;
            }

            if (FailsNextSync)
            {
                FailsNextSync = false;
                throw new IOException("Input/output error", 5);
            }

            foreach (var (_, apply) in _pending.Where(change => change.Directory == path))
            {
                apply(_lasting);
            }

            _pending.RemoveAll(change => change.Directory == path);
        }
    }

    public long FreeSpace(string directory)
    {
        lock (_gate)
        {
            return Size is { } size ? size - _entries.Values.Sum(static inode => inode.Length) : Free;
        }
    }

    public IDisposable Lock(string directory, string channel) => new MemoryStream();

    /// <summary>One operation: fails when the machine is off, and may be the one that it stops at.</summary>
    public void Step()
    {
        if (IsOff || --_operationsLeft < 0)
        {
            IsOff = true;
            throw new IOException("The machine is off.");
        }
    }

    private void Change(string path, Action<Dictionary<string, SimulatedInode>> change)
    {
        change(_entries);
        _pending.Add((Path.GetDirectoryName(path)!, change));
    }
}
