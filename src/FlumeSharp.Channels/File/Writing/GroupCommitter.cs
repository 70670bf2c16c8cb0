using System.Diagnostics;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Writing;

/// <summary>
/// Decides who writes a group of requests, and when. There is one writer at a time: mostly the channel's own thread, which takes all
/// requests that wait; while it flushes, the next group gathers. When it has nothing to do, puts come one at a time and the disk is quick,
/// their caller writes them itself, together with the takes that wait for puts: waking up two threads takes half as long as the flush.
/// </summary>
internal sealed class GroupCommitter : IDisposable
{
    /// <summary>Callers are threads that others need too: on a slower disk they do not block.</summary>
    private static readonly TimeSpan LongestBlock = TimeSpan.FromMilliseconds(4);

    /// <summary>With several clients a group has one put by chance now and then; who wrote at once would make it small for certain.</summary>
    private const int FewestLoneGroups = 4;

    private readonly LogSettings _settings;
    private readonly GroupWriter _writer;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private List<CommitRequest> _waiting = [];
    private List<CommitRequest> _group = [];
    private TaskCompletionSource<bool>? _flushDue;
    private bool _isRenewalDue;
    private int _waitingPuts;
    private int _lastPuts;
    private int _loneGroups;
    private int _groups;
    private bool _isLingering;
    private bool _isWriting;
    private bool _isQuick = true;
    private bool _isHeld;
    private bool _isStopping;

    public GroupCommitter(LogSettings settings, GroupWriter writer)
    {
        _settings = settings;
        _writer = writer;
        _thread = new Thread(Run) { IsBackground = true, Name = $"file channel {settings.Channel}" };
        _thread.Start();
    }

    /// <summary>Hands a request over.</summary>
    /// <param name="request">The request. Its owner leaves it alone until the promise is kept.</param>
    /// <param name="mayBlock">Whether the caller may have to wait for the disk here, which it must not under a lock.</param>
    /// <exception cref="ChannelException">The channel is closed.</exception>
    public ValueTask CommitAsync(CommitRequest request, bool mayBlock = false)
    {
        var isWriter = false;
        lock (_gate)
        {
            if (_isStopping)
            {
                throw new ChannelException($"Channel closed [channel={_settings.Channel}].");
            }

            _waiting.Add(request);
            _waitingPuts += request.Type == FrameType.Puts ? 1 : 0;
            if (mayBlock && _isQuick && _loneGroups >= FewestLoneGroups && !_isWriting && !_isHeld && _flushDue is null && request.Type == FrameType.Puts)
            {
                BeginGroup();
                isWriter = true;
            }
            else if (!_isWriting && (_isLingering ? _waitingPuts > 0 : _waiting.Count == 1))
            {
                Monitor.Pulse(_gate);
            }
        }

        if (isWriter)
        {
            WriteGroup();
            EndGroup();
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

    /// <summary>Until the end of an action, requests only gather: those that it hands over share one group for certain.</summary>
    internal void Gather(Action action)
    {
        lock (_gate)
        {
            _isHeld = true;
            try
            {
                action();
            }
            finally
            {
                _isHeld = false;
                Monitor.Pulse(_gate);
            }
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
        _writer.Dispose();
    }

    private void Run()
    {
        while (WaitForWork(out var flushDue, out var isRenewalDue))
        {
            WriteGroup();
            if (flushDue is not null)
            {
                var isFlushed = _writer.FlushAll();
                if (isRenewalDue)
                {
                    _writer.Renew();
                }

                flushDue.TrySetResult(isFlushed);
            }

            EndGroup();
        }

        _writer.FlushAll();
    }

    private bool WaitForWork(out TaskCompletionSource<bool>? flushDue, out bool isRenewalDue)
    {
        lock (_gate)
        {
            do
            {
                // As long as a caller writes, who says when that is done.
                while (_isWriting || (_waiting.Count == 0 && !_isStopping && _flushDue is null))
                {
                    Monitor.Wait(_gate);
                }
            }
            while (ShouldLinger() && !HasLingered());

            (flushDue, _flushDue) = (_flushDue, null);
            (isRenewalDue, _isRenewalDue) = (_isRenewalDue, false);
            BeginGroup();
            return _group.Count > 0 || flushDue is not null || !_isStopping;
        }
    }

    // Takes alone wait a moment for the put that mostly follows the one before, and share its flush: nobody waits for a take's
    // commit who could not as well wait for two, and a source that sends one batch after the other gets half of the flushes back.
    private bool ShouldLinger() =>
        _lastPuts > 0 && _waitingPuts == 0 && _waiting.Count > 0 && _flushDue is null && !_isStopping && _settings.Linger > TimeSpan.Zero;

    // False when something has happened meanwhile: puts came, or a caller has written, and what waits now is younger.
    private bool HasLingered()
    {
        var groups = _groups;
        _isLingering = true;
        var isPulsed = Monitor.Wait(_gate, _settings.Linger);
        _isLingering = false;
        return !isPulsed && groups == _groups && !_isWriting;
    }

    // Under the lock.
    private void BeginGroup()
    {
        _isWriting = true;
        _groups++;
        _loneGroups = _waitingPuts > 1 ? 0 : Math.Min(_loneGroups + _waitingPuts, FewestLoneGroups);
        _lastPuts = _waitingPuts;
        _waitingPuts = 0;
        (_waiting, _group) = (_group, _waiting);
    }

    private void WriteGroup()
    {
        if (_group.Count == 0)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        _writer.Commit(_group);
        _isQuick = Stopwatch.GetElapsedTime(started) < LongestBlock;
        foreach (var request in _group)
        {
            request.Complete();
        }

        _group.Clear();
    }

    private void EndGroup()
    {
        lock (_gate)
        {
            _isWriting = false;
            if (_flushDue is not null || _isStopping || (_isLingering ? _waitingPuts > 0 : _waiting.Count > 0))
            {
                Monitor.Pulse(_gate);
            }
        }
    }
}
