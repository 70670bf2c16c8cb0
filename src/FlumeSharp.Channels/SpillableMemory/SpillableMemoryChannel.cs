using System.Collections.Concurrent;
using FlumeSharp.Channels.File;
using FlumeSharp.Channels.Memory;
using FlumeSharp.Components;
using FlumeSharp.Metrics;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;

namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>Keeps events in memory, and on disk those that do not fit there. What is in memory lives as long as the process.</summary>
[FlumeChannel("spillablememory", "org.apache.flume.channel.SpillableMemoryChannel", Stability = Stability.Beta)]
public sealed class SpillableMemoryChannel : ChannelBase
{
    private const int PooledTransactions = 64;
    private readonly ConcurrentQueue<SpillableTransaction> _pool = new();
    private readonly SpillableMemoryChannelCounters _counters;

    /// <summary>Makes a channel; nothing is opened before the start.</summary>
    public SpillableMemoryChannel(SpillableMemoryChannelOptions options, AgentResources resources, ComponentContext context)
        : this(options, resources, context, new FileChannelEnvironment())
    {
    }

    internal SpillableMemoryChannel(SpillableMemoryChannelOptions options, AgentResources resources, ComponentContext context, FileChannelEnvironment environment)
        : this(options, resources, context, MakeDisk(options, context, environment))
    {
    }

    private SpillableMemoryChannel(SpillableMemoryChannelOptions options, AgentResources resources, ComponentContext context, FileChannel disk)
        : this(options, resources, context, disk, new SpillableMemoryChannelCounters(context.Name, disk.FileCounters))
    {
    }

    private SpillableMemoryChannel(
        SpillableMemoryChannelOptions options, AgentResources resources, ComponentContext context, FileChannel disk, SpillableMemoryChannelCounters counters)
        : base(context, counters)
    {
        ArgumentNullException.ThrowIfNull(resources);
        Options = options;
        Disk = disk;
        _counters = counters;
        var slots = ByteSlots.OfChannel(options.ByteCapacity ?? resources.DefaultByteCapacity, options.ByteCapacityBufferPercentage, options.AvgEventSize);
        var memory = new MemoryStore(new Room(options.MemoryCapacity, slots), counters.MemorySize, Time);
        Store = new SpillableStore(disk, memory, options, counters, Time, Logger);
    }

    /// <summary>None that holds for all of them: only transactions that go to disk are limited.</summary>
    public override int? TransactionCapacity => null;

    /// <summary>Whether nothing is in memory at the moment: what is there must be drained at stop, what is on disk need not.</summary>
    public override bool IsDurable => Store.Memory.Count == 0;

    /// <summary>Yes: a stop writes what is left in memory to disk.</summary>
    public override bool KeepsEventsOverStop => true;

    /// <inheritdoc />
    public override long EventsLostAtStop => Store.Save.Unsaved;

    /// <inheritdoc />
    public override long EventCount => Store.Count;

    internal SpillableMemoryChannelOptions Options { get; }

    internal FileChannel Disk { get; }

    internal SpillableStore Store { get; }

    /// <inheritdoc />
    public override IChannelTransaction BeginTransaction()
    {
        if (State != LifecycleState.Started)
        {
            throw new ChannelException($"Channel closed [channel={Name}].");
        }

        if (!_pool.TryDequeue(out var transaction))
        {
            return new SpillableTransaction(this);
        }

        transaction.Begin();
        return transaction;
    }

    /// <inheritdoc />
    public override ValueTask<bool> WaitForEventsAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        Store.HasNext ? ValueTask.FromResult(true) : Store.Arrivals.WaitAsync(timeout, cancellationToken);

    /// <inheritdoc />
    public override void BeginDrain()
    {
        Store.Memory.BeginDrain();
        Disk.BeginDrain();
        Store.Arrivals.BeginDrain();
    }

    /// <inheritdoc />
    public override void EndDrain()
    {
        Store.Memory.EndDrain();
        Disk.EndDrain();
        Store.Arrivals.EndDrain();
    }

    internal void CountPutAttempts(int count) => _counters.PutAttempt.Add(count);

    internal void CountTakeAttempts(int count) => _counters.TakeAttempt.Add(count);

    internal void CountPuts(int count) => _counters.PutSuccess.Add(count);

    internal void CountTakes(int count) => _counters.TakeSuccess.Add(count);

    internal void Return(SpillableTransaction transaction)
    {
        if (_pool.Count < PooledTransactions)
        {
            _pool.Enqueue(transaction);
        }
    }

    /// <inheritdoc />
    protected override async ValueTask OnStartChannelAsync(CancellationToken cancellationToken)
    {
        await Disk.StartAsync(cancellationToken).ConfigureAwait(false);
        Store.Open();
        _counters.Capacity.Set((long)Options.MemoryCapacity + (Options.Overflows ? Options.DiskCapacity : 0));
    }

    /// <inheritdoc />
    protected override async ValueTask OnStopChannelAsync(CancellationToken cancellationToken)
    {
        await Store.Save.RunAsync().ConfigureAwait(false);
        await Disk.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override ValueTask OnDisposeAsync() => Disk.DisposeAsync();

    // Its counters are shown as this channel's own; registered under the same name they would take the place of them.
    private static FileChannel MakeDisk(SpillableMemoryChannelOptions options, ComponentContext context, FileChannelEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        var below = new ComponentContext
        {
            AgentName = context.AgentName,
            Name = context.Name,
            Kind = context.Kind,
            Logger = context.Logger,
            LoggerFactory = context.LoggerFactory,
            TimeProvider = context.TimeProvider,
            Metrics = new MetricsRegistry(),
            Activator = context.Activator,
        };
        return new FileChannel(options.DiskOptions, below, environment);
    }
}
