using System.Globalization;
using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;

namespace FlumeSharp.Sources.Taildir;

/// <summary>
/// Follows files that others write, line by line, and remembers in a position file how far it has come: a line is delivered at least
/// once, and exactly once as long as the agent is stopped in order.
/// </summary>
/// <remarks>
/// One call of <see cref="ProcessAsync"/> is one batch of one file. A round goes through the files that a look at the directories has
/// found to have something new; the next look follows it.
/// </remarks>
[FlumeSource("taildir", "org.apache.flume.source.taildir.TaildirSource", Stability = Stability.Beta)]
public sealed class TaildirSource(TaildirSourceOptions options, SourceContext context)
    : SourceBase(context, new TaildirCounters(context.Name)), IWaitsForWork
{
    private const string OffsetHeader = "byteoffset";

    // A file that is written as fast as it is read must not keep the others waiting, nor the look that finds files that were rotated away.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    // Held by whoever uses the parts: a call that a hasty stop has left behind may still be under way when they are to be closed.
    private readonly SemaphoreSlim _use = new(1, 1);
    private readonly RepeatedFailureLog _refusals = new(context.TimeProvider);
    private readonly RepeatedFailureLog _failures = new(context.TimeProvider);
    private readonly RepeatedFailureLog _longLines = new(context.TimeProvider);
    private readonly LineReader _reader = new(options.MaxLineLength);
    private readonly LineBatch _lines = new(options.BatchSize);
    private readonly EventBatch _events = new(Math.Min(options.BatchSize, 1000));
    private TailFiles? _files;
    private PositionWriter? _writer;
    private DirectoryWatch? _watch;
    private TimeSpan _lookTook;

    // The place in the round: which file, and what it has had of its turn.
    private int _at;
    private bool _isAtEnd;
    private long _batchesOfTurn;
    private long _turnBegan;

    /// <inheritdoc />
    public TimeSpan BackoffIncrement => options.BackoffIncrement;

    /// <inheritdoc />
    public TimeSpan MaxBackoff => options.MaxBackoff;

    private new TaildirCounters Counters => (TaildirCounters)base.Counters;

    /// <inheritdoc />
    public async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        await _use.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_files is null)
            {
                return ProcessStatus.Empty;
            }

            // Lines that a channel has refused come first: whatever comes after them would be out of order.
            if (_lines.Count > 0)
            {
                // Files are looked at meanwhile: one that comes and is rotated away while a channel is full for hours must be open by then.
                Look(_files, _watch!);
            }
            else if (!TryReadBatch(_files))
            {
                return ProcessStatus.Empty;
            }

            return await DeliverAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _use.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask WaitForWorkAsync(TimeSpan atMost, CancellationToken stop)
    {
        if (_watch is { } watch)
        {
            await watch.WaitAsync(atMost, _lookTook, stop).ConfigureAwait(false);
        }
        else
        {
            await Task.Delay(atMost, Time, stop).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    protected override ValueTask OnStartSourceAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new FlumeException($"Source '{Name}' (taildir) needs Linux: it tells files apart by device and inode.");
        }

        var parts = new TaildirContext(Name, Logger, Time, Counters);
        var positionFile = new PositionFile(options.PositionFile);
        var files = new TailFiles(options, positionFile, LoadPositions(positionFile), parts);
        var watch = new DirectoryWatch(Time, (directory, reason) => Log.NotWatched(Logger, Name, directory, reason));
        try
        {
            Look(files, watch);
        }
        catch
        {
            watch.Dispose();
            files.Dispose();
            throw;
        }

        (_files, _watch) = (files, watch);
        _writer = new PositionWriter(positionFile, files, options.WritePositionInterval, parts);
        _writer.Save();
        _writer.Start();
        Log.Started(Logger, Name, files.Count, files.GroupCount, positionFile.Path);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopSourceAsync(CancellationToken cancellationToken)
    {
        _watch?.Dispose();
        if (_writer is null)
        {
            return;
        }

        await _writer.StopAsync().ConfigureAwait(false);
        var use = _use.WaitAsync(CancellationToken.None);
        await use.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _writer.Save();
        if (use.IsCompletedSuccessfully)
        {
            _files!.Dispose();
            Counters.OpenFiles.Set(0);
        }
    }

    private SavedPositions LoadPositions(PositionFile file)
    {
        try
        {
            file.CreateFolder();
            var savedAt = FileStatus.TryGet(file.Path, out var status) ? status.Modified : 0;
            var entries = file.Load(out var damage);
            if (damage is not null)
            {
                Log.PositionFileDamaged(Logger, damage, Name, file.Path, entries.Count);
            }

            return new SavedPositions(entries, savedAt);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FlumeException($"Source '{Name}' (taildir): 'positionFile' is {file.Path}, which cannot be used ({failure.Message}); name a file in a folder that the agent may write.", failure);
        }
    }

    private void Look(TailFiles files, DirectoryWatch watch)
    {
        if (options.Watch)
        {
            // Before the look, so that nothing falls between the two.
            foreach (var directory in files.Directories)
            {
                watch.Watch(directory);
            }
        }

        var began = Time.GetTimestamp();
        files.Look();
        _lookTook = Time.GetElapsedTime(began);
        if (files.HasNewFiles)
        {
            // So that it is known after a kill, under whatever name it has then, and skipToEnd does not pass over what it got meanwhile.
            _writer?.Save();
        }

        _at = 0;
        BeginTurn();
    }

    // Reads the next batch of the round; when it has ended, looks once for a new one. False when there is nothing.
    private bool TryReadBatch(TailFiles files)
    {
        for (var hasLooked = false; ; hasLooked = true)
        {
            for (; _at < files.WithNews.Count; EndTurn(files))
            {
                if (!_isAtEnd && _batchesOfTurn < options.MaxBatchCount && Time.GetElapsedTime(_turnBegan) < LongestTurn
                    && TryRead(files, files.WithNews[_at]))
                {
                    _batchesOfTurn++;
                    return true;
                }
            }

            if (hasLooked)
            {
                return false;
            }

            Look(files, _watch!);
        }
    }

    private bool TryRead(TailFiles files, TailFile file)
    {
        _lines.Begin(file);
        if (!files.TryOpen(file))
        {
            _isAtEnd = true;
            return false;
        }

        try
        {
            if (file.IsIdle && (!FileStatus.TryGet(file.Handle!, out var status) || file.Seen != (status.Size, status.Modified)))
            {
                // It has been written to since the look: its last line may only now be coming.
                file.IsIdle = false;
            }

            var outcome = _reader.Read(file, file.Handle!, _lines, file.IsIdle);
            if (outcome == ReadOutcome.Overwritten)
            {
                files.Restart(file);
                outcome = _reader.Read(file, file.Handle!, _lines, takesRest: false);
            }

            _isAtEnd = outcome != ReadOutcome.More;
            TellOfLongLines(file);
        }
        catch (IOException failure)
        {
            _reader.Leave();
            _lines.Clear();
            _isAtEnd = true;
            files.Failed(file, failure);
        }

        return _lines.Count > 0;
    }

    private void TellOfLongLines(TailFile file)
    {
        var cut = _reader.LongLines - Counters.LongLines.Count;
        if (cut > 0)
        {
            Counters.LongLines.Add(cut);
            if (_longLines.ShouldLog(out var passedOver))
            {
                Log.LongLine(Logger, Name, file.Path, _reader.LastLongLine, options.MaxLineLength, passedOver);
            }
        }
    }

    private void BeginTurn()
    {
        _isAtEnd = false;
        _batchesOfTurn = 0;
        _turnBegan = Time.GetTimestamp();
    }

    private void EndTurn(TailFiles files)
    {
        var file = files.WithNews[_at++];
        if (file.IsIdle && _isAtEnd)
        {
            files.Close(file);
        }

        BeginTurn();
    }

    private async ValueTask<ProcessStatus> DeliverAsync(CancellationToken cancellationToken)
    {
        var count = _lines.Count;
        MakeEvents();
        Counters.EventReceived.Add(count);
        Counters.AppendBatchReceived.Increment();
        try
        {
            await Processor.ProcessAsync(_events, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelException failure)
        {
            Counters.ChannelWriteFail.Increment();
            if (_refusals.ShouldLog(out var passedOver))
            {
                Log.BatchRefused(Logger, failure, Name, count, _lines.File.Path, passedOver);
            }

            return ProcessStatus.Backoff;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Counters.EventReadFail.Increment();
            if (_failures.ShouldLog(out var passedOver))
            {
                Log.BatchFailed(Logger, failure, Name, count, _lines.File.Path, _lines.File.Position, passedOver);
            }

            return ProcessStatus.Backoff;
        }
        finally
        {
            // The channels have the events, or will get others.
            _events.Clear();
        }

        _lines.Commit();
        Counters.EventAccepted.Add(count);
        Counters.AppendBatchAccepted.Increment();
        return ProcessStatus.Ready;
    }

    private void MakeEvents()
    {
        var headers = _lines.File.Headers;
        var hasOffsets = options.ByteOffsetHeader && !headers.Contains(OffsetHeader);
        foreach (ref readonly var line in _lines.Lines)
        {
            _events.Add(new Event(line.Body, hasOffsets ? headers.Set(OffsetHeader, line.Offset.ToString(CultureInfo.InvariantCulture)) : headers));
        }
    }
}
