using System.Collections.Concurrent;
using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Import;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;
using FlumeSharp.Channels.File.Writing;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File;

/// <summary>Keeps events in files: what is committed survives the process and the power, and comes out in order.</summary>
[FlumeChannel("file", "org.apache.flume.channel.file.FileChannel", Stability = Stability.Beta)]
public sealed class FileChannel : ChannelBase
{
    private const int PooledTransactions = 64;
    private readonly FileChannelCounters _counters;
    private readonly FileChannelEnvironment _environment;
    private readonly ConcurrentQueue<FileTransaction> _pool = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile EventStore? _store;
    private Task _maintenance = Task.CompletedTask;
    private string _whyClosed = "";
    private long _failedPuts;

    /// <summary>Makes a channel; nothing is opened before the start.</summary>
    public FileChannel(FileChannelOptions options, ComponentContext context)
        : this(options, context, new FileChannelCounters(context?.Name ?? ""), new FileChannelEnvironment())
    {
    }

    internal FileChannel(FileChannelOptions options, ComponentContext context, FileChannelEnvironment environment)
        : this(options, context, new FileChannelCounters(context.Name), environment)
    {
    }

    private FileChannel(FileChannelOptions options, ComponentContext context, FileChannelCounters counters, FileChannelEnvironment environment)
        : base(context, counters)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _counters = counters;
        _environment = environment;
    }

    /// <inheritdoc />
    public override int? TransactionCapacity => Options.TransactionCapacity;

    /// <inheritdoc />
    public override bool IsDurable => true;

    /// <inheritdoc />
    public override long EventCount => _store?.Queue.Waiting ?? 0;

    internal FileChannelOptions Options { get; }

    internal EventStore? Store => _store;

    internal FileChannelCounters FileCounters => _counters;

    /// <summary>Lets claims that came to nothing wait again, in place of the queue alone; for an owner who keeps an order of its own.</summary>
    internal ClaimReturn? ReturnClaims { get; set; }

    /// <inheritdoc />
    public override IChannelTransaction BeginTransaction()
    {
        var store = _store ?? throw new ChannelException($"Channel closed [channel={Name}].{_whyClosed}");
        while (_pool.TryDequeue(out var transaction))
        {
            if (transaction.Store == store)
            {
                transaction.Begin();
                return transaction;
            }
        }

        return new FileTransaction(this, store);
    }

    /// <inheritdoc />
    public override ValueTask<bool> WaitForEventsAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        _store is not { } store ? ValueTask.FromResult(false)
        : store.Queue.Waiting > 0 ? ValueTask.FromResult(true)
        : store.Arrivals.WaitAsync(timeout, cancellationToken);

    /// <inheritdoc />
    public override void BeginDrain() => _store?.Arrivals.BeginDrain();

    /// <inheritdoc />
    public override void EndDrain() => _store?.Arrivals.EndDrain();

    internal void CountPutAttempts(int count) => _counters.PutAttempt.Add(count);

    internal void CountTakeAttempts(int count) => _counters.TakeAttempt.Add(count);

    internal void CountTakeError() => _counters.TakeError.Increment();

    internal void CountPuts(int count)
    {
        _counters.PutSuccess.Add(count);
        UpdateSize();
        if (Volatile.Read(ref _failedPuts) > 0 && Interlocked.Exchange(ref _failedPuts, 0) is > 0 and var failures)
        {
            Log.PutsWorkAgain(Logger, failures, Name);
        }
    }

    internal void CountTakes(int count)
    {
        _counters.TakeSuccess.Add(count);
        UpdateSize();
    }

    // Flume counts those that open transactions hold, too.
    internal void UpdateSize() => _counters.Size.Set(_store?.Queue.Count ?? 0);

    /// <summary>A commit of puts failed: counts it, says so once, and makes the exception of it.</summary>
    internal ChannelException PutFailed(Exception failure)
    {
        _counters.PutError.Increment();
        if (Interlocked.Increment(ref _failedPuts) == 1)
        {
            Log.PutsFail(Logger, failure.Message, Name);
        }

        return new ChannelException($"Commit failed due to IO error [channel={Name}]: {failure.Message}", failure);
    }

    /// <summary>A damaged event is gone, whatever becomes of the transaction that met it.</summary>
    internal void Discard(EventStore store, Claim claim)
    {
        CountTakeError();
        _ = DiscardAsync();

        async Task DiscardAsync()
        {
            var request = new CommitRequest();
            try
            {
                request.SetTakes([new NumberRange(claim.Number, claim.Number)], [claim]);
                await store.Committer.CommitAsync(request).ConfigureAwait(false);
                store.Room.Release(1);
            }
            catch (Exception failure) when (DiskErrors.IsExpected(failure) || failure is ChannelException)
            {
                GiveBack(store, [claim]);
            }
        }
    }

    /// <summary>Claims that came to nothing, and not because of a rollback: their events wait again.</summary>
    internal void GiveBack(EventStore store, ReadOnlySpan<Claim> claims)
    {
        if (ReturnClaims is { } owner)
        {
            owner(store.Queue, claims);
        }
        else
        {
            store.Queue.GiveBack(claims);
        }

        store.Arrivals.Announce();
    }

    internal void Return(FileTransaction transaction)
    {
        if (_pool.Count < PooledTransactions)
        {
            _pool.Enqueue(transaction);
        }
    }

    /// <inheritdoc />
    protected override async ValueTask OnStartChannelAsync(CancellationToken cancellationToken)
    {
        var settings = new LogSettings
        {
            Channel = Name,
            Storage = _environment.Storage,
            Fault = _environment.Fault,
            MaxFileSize = Options.FileSizeLimit,
            SegmentTarget = Math.Min(_environment.SegmentTarget, Options.FileSizeLimit),
            MinimumRequiredSpace = Options.SpaceToLeave,
            FlushesEachGroup = Options.FsyncPerTransaction,
            ReserveLength = _environment.ReserveLength,
            Linger = _environment.IsRepeatable ? TimeSpan.Zero : LogSettings.DefaultLinger,
            WritesInParallel = !_environment.IsRepeatable,
        };
        var places = new EventStorePlaces
        {
            DataDirectories = Options.DataDirectories,
            CheckpointDirectory = Options.CheckpointDirectory,
            BackupDirectory = Options.BackupDirectory,
            Capacity = Options.Capacity,
            Memory = Options.MemoryBytes,
            Time = Time,
        };
        try
        {
            _store = await Task.Run(() => OpenAsync(settings, places, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure) || failure is ChannelException)
        {
            _counters.Unhealthy.Set(1);
            _counters.Closed.Set(1);
            _whyClosed = $" Due to {failure.GetType().Name}: {failure.Message}";
            Log.StartFailed(Logger, Name, failure.Message);
            if (failure is ChannelException)
            {
                throw;
            }

            throw new ChannelException($"The channel's folders cannot be used [channel={Name}]: {failure.Message}", failure);
        }

        _whyClosed = "";
        _counters.Open.Set(true);
        _counters.Capacity.Set(Options.Capacity);
        UpdateSize();
        if (_environment.Maintains)
        {
            _maintenance = new ChannelMaintenance(Options, _store, () => Volatile.Read(ref _failedPuts) > 0, Time, Logger).RunAsync(_stopping.Token);
        }
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopChannelAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _maintenance.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_store is { } store)
        {
            UpdateSize();
            if (Options.CheckpointOnClose)
            {
                await store.Checkpoints.RunAsync().ConfigureAwait(false);
            }

            _store = null;
            store.Dispose();
        }

        _counters.Open.Set(false);
        _counters.Closed.Set(1);
    }

    /// <inheritdoc />
    protected override ValueTask OnDisposeAsync()
    {
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<EventStore> OpenAsync(LogSettings settings, EventStorePlaces places, CancellationToken cancellationToken)
    {
        settings = settings with { Keys = _environment.Keys ?? new Keyring(KeyProviders.Create(Options.Encryption, Options.EncryptionKeys), Options.Encryption.ActiveAlias) };
        if (settings.Keys.Description is { } description)
        {
            Log.Encrypts(Logger, description, Name);
        }

        var store = EventStore.Open(settings, places, _counters, Logger, cancellationToken);
        try
        {
            if (_environment.ImportsOnStart)
            {
                await ImportOnStart.RunAsync(this, store, Logger, _environment.ImportFault, cancellationToken).ConfigureAwait(false);
            }

            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
