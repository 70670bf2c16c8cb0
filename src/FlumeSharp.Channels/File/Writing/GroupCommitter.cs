using System.Runtime.InteropServices;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File.Writing;

/// <summary>
/// The one writer of a channel: takes all requests that wait, writes them, flushes once for all, makes them visible in the order of
/// their numbers, and keeps their promises. While it flushes, the next group gathers.
/// </summary>
internal sealed class GroupCommitter : IDisposable
{
    private readonly LogSettings _settings;
    private readonly DataDirectory[] _directories;
    private readonly SegmentIds _ids;
    private readonly EventQueue _queue;
    private readonly ArrivalGate _arrivals;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly List<CommitRequest>[] _shares;
    private readonly List<CommitRequest> _again = [];
    private List<CommitRequest> _waiting = [];
    private List<CommitRequest> _group = [];
    private TaskCompletionSource<bool>? _flushDue;
    private bool _isRenewalDue;
    private bool _failsToRenew;
    private int _waitingPuts;
    private bool _hadPuts;
    private bool _isLingering;
    private bool _isStopping;
    private int _turn;

    public GroupCommitter(LogSettings settings, DataDirectory[] directories, SegmentIds ids, EventQueue queue, ArrivalGate arrivals, ILogger logger)
    {
        _settings = settings;
        _directories = directories;
        _ids = ids;
        _queue = queue;
        _arrivals = arrivals;
        _logger = logger;
        _shares = [.. directories.Select(static _ => new List<CommitRequest>())];
        _thread = new Thread(Run) { IsBackground = true, Name = $"file channel {settings.Channel}" };
        _thread.Start();
    }

    /// <summary>Held while several requests are handed over, it lets them share one group for certain.</summary>
    internal object Gate => _gate;

    /// <summary>Hands a request over.</summary>
    /// <exception cref="ChannelException">The channel is closed.</exception>
    public ValueTask CommitAsync(CommitRequest request)
    {
        lock (_gate)
        {
            if (_isStopping)
            {
                throw new ChannelException($"Channel closed [channel={_settings.Channel}].");
            }

            _waiting.Add(request);
            _waitingPuts += request.Type == FrameType.Puts ? 1 : 0;
            if (_waiting.Count == 1 || (_isLingering && _waitingPuts > 0))
            {
                Monitor.Pulse(_gate);
            }
        }

        return request.AsTask();
    }

    /// <summary>Lets what was written be flushed, for a channel that does not do so at each commit.</summary>
    /// <returns>Whether that worked everywhere.</returns>
    public Task<bool> FlushAsync()
    {
        lock (_gate)
        {
            _flushDue ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.Pulse(_gate);
            return _isStopping ? Task.FromResult(false) : _flushDue.Task;
        }
    }

    /// <summary>Lets segments in which nothing is needed any more make place for new ones, so that they can be deleted.</summary>
    public Task RenewAsync()
    {
        lock (_gate)
        {
            _isRenewalDue = true;
            return FlushAsync();
        }
    }

    /// <summary>Ends the thread once everything that was handed over is done.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        foreach (var directory in _directories)
        {
            directory.Dispose();
        }
    }

    private void Run()
    {
        while (WaitForWork(out var flushDue))
        {
            try
            {
                CommitGroup();
            }
            catch (Exception failure)
            {
                Log.WriterFailed(_logger, failure, _settings.Channel);
                foreach (var request in _group)
                {
                    request.Failure ??= failure;
                }

                Array.ForEach(_shares, static share => share.Clear());
                _again.Clear();
            }

            foreach (var request in _group)
            {
                request.Complete();
            }

            _group.Clear();
            if (flushDue is not null)
            {
                var isFlushed = FlushAll();
                RenewWhereDue();
                flushDue.TrySetResult(isFlushed);
            }
        }

        FlushAll();
    }

    private bool WaitForWork(out TaskCompletionSource<bool>? flushDue)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isStopping && _flushDue is null)
            {
                Monitor.Wait(_gate);
            }

            // Takes alone wait a moment for the put that mostly follows the one before, and share its flush: nobody waits for a take's
            // commit who could not as well wait for two, and a source that sends one batch after the other gets half of the flushes back.
            if (_hadPuts && _waitingPuts == 0 && _waiting.Count > 0 && !_isStopping && _settings.Linger > TimeSpan.Zero)
            {
                _isLingering = true;
                Monitor.Wait(_gate, _settings.Linger);
                _isLingering = false;
            }

            _hadPuts = _waitingPuts > 0;
            _waitingPuts = 0;
            (_waiting, _group) = (_group, _waiting);
            (flushDue, _flushDue) = (_flushDue, null);
            return _group.Count > 0 || flushDue is not null || !_isStopping;
        }
    }

    private void CommitGroup()
    {
        foreach (var request in _group)
        {
            if (request.Type == FrameType.Puts)
            {
                request.First = _ids.TakeNumbers(request.Count);
            }

            _turn = (_turn + 1) % _shares.Length;
            _shares[_turn].Add(request);
        }

        RefusePutsWithoutSpace();
        WriteShares();
        TryTakesAgain();
        Publish();
    }

    private void RefusePutsWithoutSpace()
    {
        for (var i = 0; i < _shares.Length; i++)
        {
            var share = _shares[i];
            if (!share.Exists(static request => request.Type == FrameType.Puts))
            {
                continue;
            }

            var needed = share.Sum(static request => request.Length);
            var space = SpaceOf(_directories[i]);
            if (space >= needed)
            {
                continue;
            }

            var refusal = new IOException($"Usable space exhausted, only {Math.Max(0, space + _settings.MinimumRequiredSpace)} bytes remaining, required {needed + _settings.MinimumRequiredSpace} bytes in {_directories[i].Path}");
            foreach (var put in share.Where(static request => request.Type == FrameType.Puts))
            {
                put.Failure = refusal;
            }

            share.RemoveAll(static request => request.Failure is not null);
        }
    }

    private static long SpaceOf(DataDirectory directory)
    {
        try
        {
            return directory.SpaceForPuts();
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            // Not knowing is no reason to refuse: the write itself will tell.
            return long.MaxValue;
        }
    }

    private void WriteShares()
    {
        if (_settings.WritesInParallel && _shares.Count(static share => share.Count > 0) > 1)
        {
            Parallel.For(0, _shares.Length, WriteShare);
            return;
        }

        for (var i = 0; i < _shares.Length; i++)
        {
            WriteShare(i);
        }

        void WriteShare(int index)
        {
            if (_shares[index].Count > 0)
            {
                Write(_directories[index], _shares[index]);
            }
        }
    }

    private void Write(DataDirectory directory, List<CommitRequest> requests)
    {
        if (directory.Write(requests) is { } unexpected)
        {
            Log.WriterFailed(_logger, unexpected, _settings.Channel);
        }
    }

    private void TryTakesAgain()
    {
        for (var i = 0; i < _shares.Length; i++)
        {
            var share = _shares[i];
            _again.AddRange(share.Where(static request => request.Type == FrameType.Takes && request.Failure is not null && DiskErrors.IsFull(request.Failure)));
            share.Clear();
            if (_again.Count > 0 && (_again.Count < _group.Count || _directories[i].ReleaseReserve()))
            {
                Write(_directories[i], _again);
                if (_again.Exists(static request => request.Failure is not null) && _directories[i].ReleaseReserve())
                {
                    Write(_directories[i], _again);
                }
            }

            _again.Clear();
        }
    }

    private void Publish()
    {
        var hasPuts = false;
        lock (_queue.Gate)
        {
            foreach (var request in _group)
            {
                if (request.Failure is not null)
                {
                    continue;
                }

                var segment = request.Segment!;
                segment.End = Math.Max(segment.End, request.Position + request.Length);
                if (request.Type == FrameType.Puts)
                {
                    segment.Puts = segment.Puts.Join(new(request.First, request.First + request.Count - 1));
                    _queue.Add(segment, request.First, request.Position, request.Offsets, request.Events.Span);
                    hasPuts = true;
                }
                else
                {
                    segment.Takes = segment.Takes.Join(request.Taken);
                    _queue.Remove(CollectionsMarshal.AsSpan(request.Claims));
                }
            }

            Array.ForEach(_directories, static directory => directory.ReleaseSealed());
        }

        if (hasPuts)
        {
            _arrivals.Announce();
        }
    }

    private bool FlushAll() => InEachDirectory(
        static directory => directory.Flush(), (failure, path) => Log.FlushFailed(_logger, failure, path, _settings.Channel));

    private void RenewWhereDue()
    {
        lock (_gate)
        {
            if (!_isRenewalDue)
            {
                return;
            }

            _isRenewalDue = false;
        }

        var isRenewed = InEachDirectory(
            directory => directory.Renew(IsDead),
            (failure, path) =>
            {
                if (!_failsToRenew)
                {
                    Log.RenewalFailed(_logger, failure, path, _settings.Channel);
                }
            });
        _failsToRenew = !isRenewed;
        lock (_queue.Gate)
        {
            Array.ForEach(_directories, static directory => directory.ReleaseSealed());
        }

        bool IsDead(Segment segment)
        {
            lock (_queue.Gate)
            {
                return segment.Live == 0;
            }
        }
    }

    // Whatever goes wrong in one of them, the writer lives on.
    private bool InEachDirectory(Action<DataDirectory> action, Action<Exception, string> report)
    {
        var isDone = true;
        foreach (var directory in _directories)
        {
            try
            {
                action(directory);
            }
            catch (Exception failure)
            {
                isDone = false;
                report(failure, directory.Path);
            }
        }

        return isDone;
    }
}
