namespace FlumeSharp.Sinks.Hdfs;

/// <summary>
/// A bucket: one file after another. Full files are followed by the next number; a bucket whose file was closed by a timer, for being
/// idle, or after an error is done for, and its successor counts from the clock again.
/// </summary>
internal sealed class BucketWriter(BucketKey key, BucketContext context, Action<BucketWriter> remove)
{
    private const int MostNamesTried = 1000;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly FileSeries _series = new(context.Options, key, context.Time.GetUtcNow().ToUnixTimeMilliseconds());
    private readonly RollPolicy _roll = new(context.Options, context.Logger);
    private readonly TimeSpan _rollInterval = Timers.OrNever(context.Options.RollInterval);
    private readonly TimeSpan _idleTimeout = Timers.OrNever(context.Options.IdleTimeout);
    private BucketFile? _file;
    private ITimer? _rollTimer;
    private ITimer? _idleTimer;
    private long _lastUse;
    private bool _isClosed;
    private bool _hasLostEvents;

    public BucketKey Key => key;

    /// <summary>Writes events into the current file and as many more as the limits ask for.</summary>
    /// <returns>False when the bucket is done for: a new one must take the events.</returns>
    public async ValueTask<bool> AppendAsync(ReadOnlyMemory<Event> events, CancellationToken hurry)
    {
        await _turn.WaitAsync(hurry).ConfigureAwait(false);
        try
        {
            if (_isClosed)
            {
                return false;
            }

            while (!events.IsEmpty)
            {
                if (_file is { } file && await IsDueAsync(file, hurry).ConfigureAwait(false))
                {
                    await RollAsync(file, hurry).ConfigureAwait(false);
                }

                var count = _roll.Fits(events.Span, _file);
                await WriteAsync(events[..count], hurry).ConfigureAwait(false);
                events = events[count..];
            }

            return true;
        }
        finally
        {
            // Also after a failure: the events may come back in another bucket, and nobody would ever close this file.
            RestartIdleTime();
            _turn.Release();
        }
    }

    /// <summary>Makes sure of everything appended so far.</summary>
    /// <exception cref="IOException">It is not: the transaction must be rolled back.</exception>
    public async ValueTask FlushAsync(CancellationToken hurry)
    {
        await _turn.WaitAsync(hurry).ConfigureAwait(false);
        try
        {
            if (_hasLostEvents)
            {
                throw new IOException("A file could not be closed between the write and the flush; its last events are written again.");
            }

            if (_file is not { HasUnflushed: true } file)
            {
                return;
            }

            try
            {
                await context.Calls.RunAsync(file, static (f, token) => f.FlushAsync(token), hurry).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Fail(file, e);
                throw;
            }

            file.Flushed();
            RestartIdleTime();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes the file for good, and renames it; what does not work at once goes on in the background.</summary>
    public Task CloseAsync(CancellationToken hurry) => CloseAsync(null, hurry);

    private async Task CloseAsync(Func<BucketFile, bool>? onlyIf, CancellationToken hurry)
    {
        await _turn.WaitAsync(hurry).ConfigureAwait(false);
        try
        {
            if (_isClosed || (onlyIf is not null && (_file is null || !onlyIf(_file))))
            {
                return;
            }

            MarkClosed();
            if (_file is { } file)
            {
                _file = null;
                var hadUnflushed = file.HasUnflushed;
                _hasLostEvents = !await FinishAsync(file, hurry).ConfigureAwait(false) && hadUnflushed;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<bool> IsDueAsync(BucketFile file, CancellationToken hurry)
    {
        if (_roll.NeedsReplication(file))
        {
            try
            {
                await context.Calls.RunAsync(file, static (f, token) => f.ReadReplicationAsync(token), hurry).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Fail(file, e);
                throw;
            }
        }

        return _roll.IsDue(file);
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<Event> events, CancellationToken hurry)
    {
        // Laid out before a file is opened: events that cannot be written must not leave an empty file at every try.
        var file = _file ?? new BucketFile(context.FileSystem, context.NewFormat(), _series);
        file.LayOut(events.Span);
        if (_file is null)
        {
            await OpenAsync(file, hurry).ConfigureAwait(false);
            _file = file;
        }

        context.Counters.EventDrainAttempt.Add(events.Length);
        try
        {
            await context.Calls.RunAsync(file, static (f, token) => f.WriteAsync(token), hurry).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(file, e);
            throw;
        }

        file.Wrote(events.Span);
    }

    private async ValueTask OpenAsync(BucketFile file, CancellationToken hurry)
    {
        for (var names = 1; ; names++)
        {
            file.TakeName();
            Log.Creating(context.Logger, file.Name);
            try
            {
                await context.Calls.RunAsync(file, static (f, token) => f.CreateAsync(token), hurry).ConfigureAwait(false);
                break;
            }
            catch (Exception e)
            {
                if (names < MostNamesTried && e is FlumeSharp.Hdfs.FileSystemException { IsRetryable: false } && await IsTakenAsync(file, hurry).ConfigureAwait(false))
                {
                    Log.NameTaken(context.Logger, file.Name);
                    continue;
                }

                context.Counters.ConnectionFailed.Increment();
                _ = file.ReleaseAsync(deletes: true);
                throw;
            }
        }

        context.Counters.ConnectionCreated.Increment();
        if (_rollInterval != Timeout.InfiniteTimeSpan)
        {
            var state = (Bucket: this, File: file);
            _rollTimer = context.Time.CreateTimer(
                static state => { var (bucket, file) = ((BucketWriter, BucketFile))state!; bucket.OnRollInterval(file); }, state, _rollInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private static async ValueTask<bool> IsTakenAsync(BucketFile file, CancellationToken hurry)
    {
        try
        {
            return await file.IsNameTakenAsync(hurry).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async ValueTask RollAsync(BucketFile file, CancellationToken hurry)
    {
        _file = null;
        StopTimers();
        var hadUnflushed = file.HasUnflushed;
        if (!await FinishAsync(file, hurry).ConfigureAwait(false) && hadUnflushed)
        {
            throw new IOException($"{file.Name} is full and could not be closed; the events of this transaction in it are written again.");
        }
    }

    // True when the file was closed, and its events are safe.
    private async ValueTask<bool> FinishAsync(BucketFile file, CancellationToken hurry)
    {
        var isClosed = await context.Finisher.TryCloseAsync(file, hurry).ConfigureAwait(false);
        if (isClosed && await context.Finisher.TryRenameAsync(file, hurry).ConfigureAwait(false))
        {
            return true;
        }

        context.Finisher.FinishInBackground(file, isClosed, tries: 1);
        return isClosed;
    }

    private void Fail(BucketFile file, Exception reason)
    {
        _file = null;
        file.HasFailed = true;
        MarkClosed();
        Log.BucketFailed(context.Logger, file.Name, reason.Message);
        context.Finisher.FinishInBackground(file, isClosed: false, tries: 0);
    }

    private void MarkClosed()
    {
        _isClosed = true;
        StopTimers();
        remove(this);
        Log.WriterCallback(context.Logger);
    }

    private void StopTimers()
    {
        _rollTimer?.Dispose();
        _rollTimer = null;
        _idleTimer?.Dispose();
        _idleTimer = null;
    }

    private void RestartIdleTime()
    {
        if (_file is null || _idleTimeout == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        _lastUse = context.Time.GetTimestamp();
        _idleTimer ??= context.Time.CreateTimer(static state => ((BucketWriter)state!).OnIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _idleTimer.Change(_idleTimeout, Timeout.InfiniteTimeSpan);
    }

    private void OnRollInterval(BucketFile file) =>
        context.Background.Run(() => CloseAsync(current => ReferenceEquals(current, file), CancellationToken.None));

    private void OnIdle() => context.Background.Run(() => CloseAsync(
        current =>
        {
            // Events came while this waited for its turn, and set the timer anew.
            if (context.Time.GetElapsedTime(_lastUse) < _idleTimeout)
            {
                return false;
            }

            Log.ClosingIdle(context.Logger, current.Name, context.Time.GetUtcNow().ToUnixTimeMilliseconds());
            return true;
        },
        CancellationToken.None));
}
