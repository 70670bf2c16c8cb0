using FlumeSharp.Channels;
using FlumeSharp.Components;
using FlumeSharp.Formatting;
using FlumeSharp.Hdfs;
using FlumeSharp.Registry;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>
/// Writes events into files on HDFS or any other file system, a directory and a series of files per bucket. A transaction is
/// committed once every file it touched is flushed, so what the channel lets go of is readable.
/// </summary>
/// <remarks>
/// A failure puts the whole transaction back, though some of its events may be in files already: they are then written twice, never
/// lost. The order within a bucket is that of the channel.
/// </remarks>
[FlumeSink("hdfs", "org.apache.flume.sink.hdfs.HDFSEventSink", Stability = Stability.Beta)]
public sealed class HdfsSink : SinkBase
{
    private const string InvalidPath = "org.apache.hadoop.fs.InvalidPathException";

    private static readonly TimeSpan LongestStop = TimeSpan.FromMinutes(1);

    private readonly HdfsSinkOptions _options;
    private readonly FileSystemFactory? _sharedFileSystems;
    private readonly EventBatch _batch;
    private readonly FailureReports _failures;
    private FileSystemFactory? _ownFileSystems;
    private BucketContext? _context;
    private BucketPool? _pool;
    private BatchGroups? _groups;

    /// <summary>Keeps what the sink is given; nothing is opened before the start.</summary>
    /// <param name="options">The sink's keys.</param>
    /// <param name="context">Name, channel, clock, log and counters.</param>
    /// <param name="fileSystems">The agent's file systems; the sink makes its own where there are none, or where it has <c>hadoop.*</c> keys.</param>
    public HdfsSink(HdfsSinkOptions options, SinkContext context, FileSystemFactory? fileSystems = null)
        : base(context)
    {
        _options = options;
        _sharedFileSystems = options.Hadoop.Count == 0 ? fileSystems : null;
        _batch = new EventBatch((int)Math.Min(options.BatchSize, 1000));
        _failures = new FailureReports(context.TimeProvider);
    }

    /// <inheritdoc />
    public override async ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken)
    {
        if (_context is null)
        {
            throw new InvalidOperationException($"Sink '{Name}' is not started.");
        }

        var transaction = Channel.BeginTransaction();
        await using var _ = transaction.ConfigureAwait(false);
        try
        {
            var count = await transaction.TakeAsync(_batch, (int)_options.BatchSize, cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                await DeliverAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                Counters.BatchEmpty.Increment();
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            Counters.EventDrainSuccess.Add(count);
            if (count > 0 && _failures.Succeeded())
            {
                _context.Finisher.Wake();
            }

            return count == 0 ? ProcessStatus.Empty : ProcessStatus.Ready;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (IOException e)
        {
            await transaction.RollbackAsync().ConfigureAwait(false);
            Counters.EventWriteFail.Increment();
            ReportIoError(e);
            return ProcessStatus.Failed;
        }
        catch (Exception e)
        {
            await transaction.RollbackAsync().ConfigureAwait(false);
            throw Undelivered(e);
        }
        finally
        {
            _batch.Clear();
            _groups!.Clear(); // made with the context
        }
    }

    /// <inheritdoc />
    protected override ValueTask OnStartSinkAsync(CancellationToken cancellationToken)
    {
        if (_options is { EmptyInUseSuffix: true, InUseSuffix: not ".tmp" })
        {
            Log.IgnoringInUseSuffix(Logger, Name);
        }

        var zone = TimeZoneInfo.Local;
        if (_options.TimeZone is { } id && !EscapePathZones.TryFind(id, out zone))
        {
            Log.UnknownTimeZone(Logger, Name, id);
        }

        var factory = _sharedFileSystems
            ?? (_ownFileSystems ??= new FileSystemFactory(new FileSystemSettings { TimeProvider = Time, LoggerFactory = Context.LoggerFactory, Properties = _options.Hadoop }));
        HdfsTarget target;
        try
        {
            target = HdfsTarget.Open(_options, factory, zone);
        }
        catch (FileSystemException e)
        {
            throw new FlumeException($"Sink '{Name}' (hdfs): 'hdfs.path' cannot be served: {e.Message}", e);
        }

        _context = new BucketContext(_options, target.FileSystem, HdfsFormats.For(_options, Context), Counters, Time, Logger);
        _pool = new BucketPool(Math.Max(_options.MaxOpenFiles, 1), _context);
        _groups = new BatchGroups(target.Path, target.Prefix);
        HdfsFormats.Report(_options, Context);
        Log.Started(Logger, Name, _options.Path);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopSinkAsync(CancellationToken cancellationToken)
    {
        var context = _context!; // a started sink has one
        var buckets = _pool!.Clear();
        using var limit = new CancellationTokenSource(LongestStop, Time);
        using var hurry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // In parallel: one place that is slow takes nobody else's time.
            context.Finisher.Hurry();
            await Task.WhenAll(Array.ConvertAll(buckets, bucket => bucket.CloseAsync(hurry.Token))).ConfigureAwait(false);
            await context.Background.WhenIdleAsync(hurry.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.StoppedEarly(Logger, Name);
            await context.Finisher.StopAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    protected override async ValueTask OnDisposeAsync()
    {
        if (_ownFileSystems is not null)
        {
            await _ownFileSystems.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask DeliverAsync(CancellationToken hurry)
    {
        var groups = _groups!; // made at the start, which was checked
        try
        {
            groups.Sort(_batch.Events, Time.GetUtcNow().ToUnixTimeMilliseconds());
        }
        catch (FlumeException e)
        {
            throw new PoisonEventException(e.Message, e) { Remedy = TimeRemedy };
        }

        // No more buckets at a time than may be open: one that has to make room must have been flushed before.
        var wave = Math.Max(_options.MaxOpenFiles, 1);
        var from = 0;
        for (; groups.Count - from > wave; from += wave)
        {
            await ForEachAsync(from, from + wave, AppendAsync, hurry).ConfigureAwait(false);
            await ForEachAsync(from, from + wave, FlushAsync, hurry).ConfigureAwait(false);
        }

        await ForEachAsync(from, groups.Count, AppendAsync, hurry).ConfigureAwait(false);
        (_batch.Count == _options.BatchSize ? Counters.BatchComplete : Counters.BatchUnderflow).Increment();
        await ForEachAsync(from, groups.Count, FlushAsync, hurry).ConfigureAwait(false);
    }

    // Takes a step with several groups at once and waits for all of them, also when one fails.
    private ValueTask ForEachAsync(int from, int to, Func<BatchGroup, CancellationToken, ValueTask> step, CancellationToken hurry)
    {
        if (to - from == 1)
        {
            return step(_groups![from], hurry);
        }

        var pending = new List<Task>();
        for (var i = from; i < to; i++)
        {
            var taken = step(_groups![i], hurry);
            if (!taken.IsCompletedSuccessfully)
            {
                pending.Add(taken.AsTask());
            }
        }

        return pending.Count == 0 ? ValueTask.CompletedTask : new ValueTask(Task.WhenAll(pending));
    }

    private async ValueTask AppendAsync(BatchGroup group, CancellationToken hurry)
    {
        while (true)
        {
            group.Bucket = _pool!.Get(group.Key, out var evicted);
            if (evicted is not null)
            {
                await evicted.CloseAsync(hurry).ConfigureAwait(false);
            }

            if (await group.Bucket.AppendAsync(group.Events.Memory, hurry).ConfigureAwait(false))
            {
                return;
            }

            Log.BucketWasClosed(Logger);
        }
    }

    private static ValueTask FlushAsync(BatchGroup group, CancellationToken hurry) => group.Bucket!.FlushAsync(hurry); // appended before

    private void ReportIoError(IOException reason)
    {
        if (!_failures.ShouldReport(reason, out var passedOver))
        {
            return;
        }

        if (reason is FileSystemException { RemoteClassName: InvalidPath })
        {
            Log.Poison(Logger, Name, reason.Message, Channel.Name, NameRemedy);
        }
        else
        {
            Log.IoError(Logger, _batch.Count, passedOver, reason);
        }
    }

    private EventDeliveryException Undelivered(Exception reason)
    {
        (reason is ChannelException ? Counters.ChannelReadFail : Counters.EventWriteFail).Increment();
        var poison = reason as PoisonEventException;
        var isPoison = reason is FlumeException and not ChannelException;
        if (_failures.ShouldReport(reason, out var _))
        {
            if (isPoison)
            {
                Log.Poison(Logger, Name, reason.Message, Channel.Name, poison?.Remedy ?? OtherRemedy);
            }
            else
            {
                Log.ProcessFailed(Logger, _batch.Count, reason);
            }
        }

        return new EventDeliveryException(reason.Message, reason) { IsPermanent = isPoison };
    }

    private string TimeRemedy =>
        $"set '{Name}.hdfs.useLocalTimeStamp = true' to take the agent's clock for escapes, or have the clients send a 'timestamp' header with milliseconds since 1970 or ISO 8601";

    private string NameRemedy =>
        $"names on HDFS have no ':' in them; take a header whose values have none into '{Name}.hdfs.path' and '{Name}.hdfs.filePrefix', or spell the time out with %Y-%m-%d";

    private static string OtherRemedy => "correct such events where they are made, or keep them out with an interceptor on the source";
}
