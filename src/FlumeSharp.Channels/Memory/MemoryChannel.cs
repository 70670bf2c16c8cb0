using System.Collections.Concurrent;
using FlumeSharp.Components;
using FlumeSharp.Registry;
using FlumeSharp.Runtime;

namespace FlumeSharp.Channels.Memory;

/// <summary>Keeps events in memory: the fastest channel, whose events live as long as the process.</summary>
[FlumeChannel("memory", "org.apache.flume.channel.MemoryChannel", Stability = Stability.Stable)]
public sealed class MemoryChannel : ChannelBase
{
    private const int PooledTransactions = 64;
    private readonly ConcurrentQueue<MemoryTransaction> _pool = new();

    /// <summary>Makes an empty channel.</summary>
    public MemoryChannel(MemoryChannelOptions options, AgentResources resources, ComponentContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(resources);
        Options = options;
        var byteSlots = ByteSlots.OfChannel(options.ByteCapacity ?? resources.DefaultByteCapacity, options.ByteCapacityBufferPercentage);
        Store = new MemoryStore(new Room(options.Capacity, byteSlots), Counters.Size, Time);
    }

    /// <inheritdoc />
    public override int? TransactionCapacity => Options.TransactionCapacity;

    /// <inheritdoc />
    public override bool IsDurable => false;

    /// <inheritdoc />
    public override long EventCount => Store.Count;

    internal MemoryChannelOptions Options { get; }

    internal MemoryStore Store { get; }

    /// <inheritdoc />
    public override IChannelTransaction BeginTransaction()
    {
        if (!_pool.TryDequeue(out var transaction))
        {
            return new MemoryTransaction(this);
        }

        transaction.Begin();
        return transaction;
    }

    /// <inheritdoc />
    public override ValueTask<bool> WaitForEventsAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        Store.Count > 0 ? ValueTask.FromResult(true) : Store.WaitForDataAsync(timeout, cancellationToken);

    /// <inheritdoc />
    public override void BeginDrain() => Store.BeginDrain();

    /// <inheritdoc />
    public override void EndDrain() => Store.EndDrain();

    internal void CountPutAttempts(int count) => Counters.PutAttempt.Add(count);

    internal void CountTakeAttempts(int count) => Counters.TakeAttempt.Add(count);

    internal void CountCommit(int puts, int takes)
    {
        Counters.PutSuccess.Add(puts);
        Counters.TakeSuccess.Add(takes);
    }

    internal void Return(MemoryTransaction transaction)
    {
        if (_pool.Count < PooledTransactions)
        {
            _pool.Enqueue(transaction);
        }
    }

    /// <inheritdoc />
    protected override ValueTask OnStartChannelAsync(CancellationToken cancellationToken)
    {
        Counters.Size.Set(Store.Count);
        Counters.Capacity.Set(Options.Capacity);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    protected override ValueTask OnStopChannelAsync(CancellationToken cancellationToken)
    {
        Counters.Size.Set(Store.Count);
        return ValueTask.CompletedTask;
    }
}
