using FlumeSharp.Components;
using FlumeSharp.Options;
using FlumeSharp.Registry;
using FlumeSharp.Serialization;
using FlumeSharp.Sources.SpoolDirectory.Lines;

namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>Reads the files that are put into a directory, and marks each when all of it is in the channels.</summary>
/// <remarks>
/// The place in the file being read is kept after every batch, and a start goes on from there, whatever ended the agent: only a batch
/// that was committed and not yet noted comes twice.
/// </remarks>
[FlumeSource("spooldir", "org.apache.flume.source.SpoolDirectorySource", Stability = Stability.Beta)]
public sealed class SpoolDirectorySource : SourceBase
{
    private static readonly TimeSpan PauseOfLog = TimeSpan.FromMinutes(1);
    private readonly SpoolDirectorySourceOptions _options;
    private readonly SourceContext _context;
    private readonly SpoolDirectoryCounters _counters;
    private readonly ComponentReference _deserializer;
    private readonly SpoolPaths _paths;
    private readonly SpoolListing _listing;
    private readonly SpoolDelivery _delivery;
    private readonly FileEndings _endings;
    private readonly EventBatch _batch;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private StoppedFile? _stopped;
    private long? _lastFailure;
    private Task _work = Task.CompletedTask;

    /// <summary>Reads the keys; nothing is opened before the start.</summary>
    public SpoolDirectorySource(SpoolDirectorySourceOptions options, SourceContext context)
        : base(context, new SpoolDirectoryCounters(context.Name))
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _context = context;
        _counters = (SpoolDirectoryCounters)Counters;
        _deserializer = DeserializerOf(options, context.Name);
        _paths = new SpoolPaths(options);
        _listing = new SpoolListing(options, _paths, Time);
        _delivery = new SpoolDelivery(options, context, _counters);
        _endings = new FileEndings(options, _paths);
        _batch = new EventBatch(options.BatchSize);
    }

    /// <inheritdoc />
    protected override ValueTask OnStartSourceAsync(CancellationToken cancellationToken)
    {
        _paths.Prepare(Name);
        _work = Task.Run(WorkAsync, CancellationToken.None);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopSourceAsync(CancellationToken cancellationToken)
    {
        var hurried = cancellationToken.UnsafeRegister(static hurry => ((CancellationTokenSource)hurry!).Cancel(), _hurry);
        await using (hurried.ConfigureAwait(false))
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _work.ConfigureAwait(false);
        }
    }

    private static ComponentReference DeserializerOf(SpoolDirectorySourceOptions options, string source)
    {
        var deserializer = options.Deserializer ?? throw new FlumeException($"Source '{source}' (spooldir) has no deserializer; set 'deserializer' to LINE.");
        return options.BufferMaxLineLength is { } length && deserializer.Options is LineDeserializerOptions line
            ? deserializer with { Options = new LineDeserializerOptions { MaxLineLength = length, OutputCharset = line.OutputCharset } }
            : deserializer;
    }

    private async Task WorkAsync()
    {
        // The file that was being read comes first, wherever the order has it by now: else a start would read it all again.
        var first = TransferTracker.Read(_paths.Meta) is { } kept ? _listing.Find(kept.File) : null;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                while (!IsStopped() && (first ?? _listing.Next()) is { } file)
                {
                    first = null;
                    _counters.FilesWaiting.Set(_listing.Count);
                    await ReadAsync(file).ConfigureAwait(false);
                    _stop.Token.ThrowIfCancellationRequested();
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The directory, or the place that is kept: a full disk, a lost mount. Tried again for as long as it takes.
                Counters.GenericProcessingFail.Increment();
                if (_lastFailure is not { } last || Time.GetElapsedTime(last) >= PauseOfLog)
                {
                    _lastFailure = Time.GetTimestamp();
                    Log.DirectoryFailed(Logger, failure, Name, _paths.Spool);
                }
            }

            await Task.Delay(_options.PollDelay, Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask ReadAsync(SpooledFile file)
    {
        OpenSpooledFile open;
        try
        {
            open = OpenSpooledFile.Open(file, _paths.Meta, _deserializer, _options, _context);
        }
        catch (BadFileException failure)
        {
            Counters.EventReadFail.Increment();
            Bad(file, failure);
            return;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            // Somebody took it away since the last look.
            return;
        }
        catch (UnauthorizedAccessException failure)
        {
            CannotOpen(file, failure);
            return;
        }

        using (open)
        {
            await ReadAsync(open).ConfigureAwait(false);
        }
    }

    private async ValueTask ReadAsync(OpenSpooledFile open)
    {
        while (true)
        {
            _batch.Clear();
            try
            {
                if (!open.Read(_batch, _options.BatchSize))
                {
                    break;
                }
            }
            catch (BadFileException failure)
            {
                Counters.EventReadFail.Increment();
                Bad(open.File, failure);
                return;
            }
            catch (IOException)
            {
                Counters.EventReadFail.Increment();
                throw;
            }

            await _delivery.DeliverAsync(_batch, _stop.Token, _hurry.Token).ConfigureAwait(false);
            open.Delivered();
            _stop.Token.ThrowIfCancellationRequested();
        }

        _batch.Clear();
        End(open);
    }

    private void End(OpenSpooledFile open)
    {
        var file = open.File;
        if (open.Change() is { } change)
        {
            Counters.GenericProcessingFail.Increment();
            if (_options.OnFileChanged == FileProblemPolicy.Skip)
            {
                SetAside(file, ".CHANGED");
                Log.ChangedSetAside(Logger, Name, file.Path, change);
            }
            else
            {
                Log.Changed(Logger, Name, file.Path, change);
                Stop(new StoppedFile(file.Path, static path => File.Exists(path) ? "" : "gone"));
            }

            return;
        }

        if (_paths.MarkOf(file) is { } mark && File.Exists(mark))
        {
            Counters.GenericProcessingFail.Increment();
            if (_options.OnFileChanged == FileProblemPolicy.Skip)
            {
                SetAside(file, ".CHANGED");
                Log.NameUsedSetAside(Logger, Name, file.Path, mark);
            }
            else
            {
                Log.NameUsed(Logger, Name, file.Path, mark);
                Stop(new StoppedFile(file.Path, path => $"{File.Exists(path)} {File.Exists(mark)}"));
            }

            return;
        }

        _endings.Complete(file);
        if (_options.DeletePolicy == DeletePolicy.Immediate || _options.TrackingPolicy == TrackingPolicy.Rename)
        {
            open.ForgetPlace();
        }

        _listing.Done();
        _counters.FilesCompleted.Increment();
        Log.Completed(Logger, Name, file.Path);
    }

    private void Bad(SpooledFile file, BadFileException failure)
    {
        if (_options.OnBadFile == FileProblemPolicy.Skip)
        {
            SetAside(file, ".BAD");
            Log.BadSetAside(Logger, Name, file.Path, failure.Message);
        }
        else
        {
            Log.Bad(Logger, Name, failure.Message);
            Stop(new StoppedFile(file.Path, static path => new FileInfo(path) is { Exists: true } info ? $"{info.Length} {info.LastWriteTimeUtc.Ticks}" : "gone"));
        }
    }

    private void SetAside(SpooledFile file, string word)
    {
        _endings.SetAside(file, word);
        File.Delete(_paths.Meta);
        _counters.FilesSetAside.Increment();
    }

    private void Stop(StoppedFile file)
    {
        _stopped = file;
        _counters.Stopped.Set(true);
    }

    // What keeps the source may be put right while it runs: the file is mended, replaced or moved away.
    private bool IsStopped()
    {
        if (_stopped is null || !_stopped.HasChanged)
        {
            return _stopped is not null;
        }

        Log.GoesOn(Logger, Name, _stopped.Path);
        _stopped = null;
        _counters.Stopped.Set(false);
        _listing.Done();
        return false;
    }

    private void CannotOpen(SpooledFile file, Exception failure)
    {
        if (_unreadable.Add(file.Path))
        {
            Counters.GenericProcessingFail.Increment();
            Log.CannotOpen(Logger, Name, file.Path, failure.Message);
        }
    }
}
