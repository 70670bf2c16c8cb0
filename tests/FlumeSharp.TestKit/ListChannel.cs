using FlumeSharp.Channels;
using FlumeSharp.Components;

namespace FlumeSharp.TestKit;

/// <summary>
/// The simplest channel there can be: a list without limits, whose commits can be made to fail. It never waits on an empty list.
/// </summary>
public sealed class ListChannel(string name = "c1") : IChannel
{
    private readonly Lock _gate = new();
    private readonly List<Event> _events = [];
    private long _firstPosition;

    public string Name => name;

    public LifecycleState State { get; private set; }

    public int? TransactionCapacity => null;

    public bool IsDurable => false;

    public long EventCount
    {
        get
        {
            lock (_gate)
            {
                return _events.Count;
            }
        }
    }

    /// <summary>Thrown by the next commits until it is null again.</summary>
    public Exception? CommitFailure { get; set; }

    /// <summary>Transactions committed with at least one put or take.</summary>
    public int Commits { get; private set; }

    /// <summary>Transactions rolled back.</summary>
    public int Rollbacks { get; private set; }

    /// <summary>A copy of what is in the channel now.</summary>
    public IReadOnlyList<Event> Snapshot()
    {
        lock (_gate)
        {
            return [.. _events];
        }
    }

    public void Add(params IEnumerable<Event> events)
    {
        lock (_gate)
        {
            _events.AddRange(events);
        }
    }

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        State = LifecycleState.Started;
        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync(CancellationToken cancellationToken)
    {
        State = LifecycleState.Stopped;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public IChannelTransaction BeginTransaction() => new Transaction(this);

    public ValueTask<bool> WaitForEventsAsync(TimeSpan timeout, CancellationToken cancellationToken) => ValueTask.FromResult(EventCount > 0);

    private sealed class Transaction(ListChannel channel) : ChannelTransaction
    {
        private readonly List<Event> _puts = [];
        private readonly List<Event> _takes = [];
        private long _first;

        public override ChannelPosition? Position => _takes.Count == 0 ? null : new(channel.Name, _first, _first + _takes.Count - 1);

        protected override void OnPut(ReadOnlySpan<Event> events) => _puts.AddRange(events);

        protected override ValueTask<Event?> OnTakeAsync(CancellationToken cancellationToken)
        {
            lock (channel._gate)
            {
                if (channel._events.Count == 0)
                {
                    return ValueTask.FromResult<Event?>(null);
                }

                if (_takes.Count == 0)
                {
                    _first = channel._firstPosition;
                }

                var item = channel._events[0];
                channel._events.RemoveAt(0);
                channel._firstPosition++;
                _takes.Add(item);
                return ValueTask.FromResult<Event?>(item);
            }
        }

        protected override async ValueTask<int> OnTakeAsync(EventBatch destination, int maxEvents, CancellationToken cancellationToken)
        {
            var taken = 0;
            while (taken < maxEvents && await OnTakeAsync(cancellationToken) is { } item)
            {
                destination.Add(item);
                taken++;
            }

            return taken;
        }

        protected override ValueTask OnCommitAsync(CancellationToken cancellationToken)
        {
            if (channel.CommitFailure is { } failure)
            {
                throw failure;
            }

            lock (channel._gate)
            {
                channel._events.AddRange(_puts);
                channel.Commits += _puts.Count + _takes.Count > 0 ? 1 : 0;
            }

            return ValueTask.CompletedTask;
        }

        protected override ValueTask OnRollbackAsync()
        {
            lock (channel._gate)
            {
                channel._events.InsertRange(0, _takes);
                channel._firstPosition -= _takes.Count;
                channel.Rollbacks++;
            }

            return ValueTask.CompletedTask;
        }
    }
}
