namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// The packets of one block that were sent and are not acknowledged, and who waits for them. It outlives the pipelines of the block:
/// what a failed one did not acknowledge, the next one sends again.
/// </summary>
/// <remarks>One writer at a time; <see cref="Add"/> only after <see cref="WaitForRoomAsync"/>.</remarks>
internal sealed class PacketWindow
{
    private readonly Lock _gate = new();
    private readonly Queue<Packet> _unacknowledged = new();
    private readonly PacketPool _pool;
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly int _roomAgain;
    private DatanodeException? _failure;
    private TaskCompletionSource? _roomWaiter;
    private TaskCompletionSource? _ackWaiter;
    private TaskCompletionSource? _demand;
    private long _ackWaitedFor;
    private long _nextSequence;
    private long _lastAcknowledged = -1;
    private long _lastProgress;

    /// <param name="capacity">Packets that may be under way at once.</param>
    /// <param name="length">Bytes of the block that every node has already.</param>
    /// <param name="pool">Where acknowledged packets go.</param>
    /// <param name="time">The clock.</param>
    public PacketWindow(int capacity, long length, PacketPool pool, TimeProvider time)
    {
        _capacity = capacity;
        _roomAgain = capacity - Math.Max(1, capacity / 4); // waking the writer for every single packet costs more than it gains
        _pool = pool;
        _time = time;
        _lastProgress = time.GetTimestamp();
        AcknowledgedLength = SentLength = length;
    }

    public int Capacity => _capacity;

    /// <summary>Bytes of the block that every node has.</summary>
    public long AcknowledgedLength { get; private set; }

    /// <summary>Bytes of the block that any node may have.</summary>
    public long SentLength { get; private set; }

    /// <summary>The number of the packet added last, or -1.</summary>
    public long LastSequence => _nextSequence - 1;

    /// <summary>The number of the packet acknowledged last, or -1.</summary>
    public long LastAcknowledged => Volatile.Read(ref _lastAcknowledged);

    /// <summary>Whether the packet that ends the block is under way; it is sent alone.</summary>
    public bool IsEnding
    {
        get
        {
            lock (_gate)
                return _unacknowledged.TryPeek(out var packet) && packet.IsLast;
        }
    }

    /// <summary>How long the nodes have acknowledged nothing of what is under way.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_gate)
                return _unacknowledged.Count == 0 || _failure is not null ? TimeSpan.Zero : _time.GetElapsedTime(_lastProgress);
        }
    }

    /// <summary>Waits until another packet may be added.</summary>
    /// <exception cref="DatanodeException">The pipeline has failed.</exception>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        Task waiter;
        lock (_gate)
        {
            if (_failure is not null)
                return ValueTask.FromException(_failure);
            if (_unacknowledged.Count < _capacity)
                return default;
            _roomWaiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiter = _roomWaiter.Task;
        }
        return new ValueTask(waiter.WaitAsync(cancellationToken));
    }

    /// <summary>Waits until a packet, and so all before it, has arrived at every node.</summary>
    /// <exception cref="DatanodeException">The pipeline has failed.</exception>
    public ValueTask WaitForAcknowledgementAsync(long sequence, CancellationToken cancellationToken)
    {
        Task waiter;
        TaskCompletionSource? demand;
        lock (_gate)
        {
            if (_lastAcknowledged >= sequence)
                return default;
            if (_failure is not null)
                return ValueTask.FromException(_failure);
            _ackWaitedFor = sequence;
            _ackWaiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiter = _ackWaiter.Task;
            (demand, _demand) = (_demand, null);
        }
        demand?.SetResult();
        return new ValueTask(waiter.WaitAsync(cancellationToken));
    }

    /// <summary>Seals a packet and counts it as under way; it goes back to the pool once it is acknowledged.</summary>
    /// <returns>The packet's number.</returns>
    public long Add(Packet packet, bool isLast, bool sync)
    {
        var sequence = _nextSequence;
        packet.Seal(sequence, isLast, sync);
        TaskCompletionSource? demand = null;
        lock (_gate)
        {
            if (_unacknowledged.Count == 0)
                _lastProgress = _time.GetTimestamp();
            _unacknowledged.Enqueue(packet);
            SentLength = Math.Max(SentLength, packet.End);
            _nextSequence++;
            if (_unacknowledged.Count == _capacity / 2)
                (demand, _demand) = (_demand, null);
        }
        demand?.SetResult();
        return sequence;
    }

    /// <summary>Takes the acknowledgement of the oldest packet under way; <see langword="false"/> when it is for another one.</summary>
    public bool TryAcknowledge(long sequence)
    {
        Packet packet;
        TaskCompletionSource? room = null;
        TaskCompletionSource? acknowledged = null;
        lock (_gate)
        {
            if (!_unacknowledged.TryPeek(out var oldest) || oldest.Sequence != sequence)
                return false;
            packet = _unacknowledged.Dequeue();
            _lastProgress = _time.GetTimestamp();
            _lastAcknowledged = sequence;
            AcknowledgedLength = packet.End;
            if (_roomWaiter is not null && _unacknowledged.Count <= _roomAgain)
                (room, _roomWaiter) = (_roomWaiter, null);
            if (_ackWaiter is not null && sequence >= _ackWaitedFor)
                (acknowledged, _ackWaiter) = (_ackWaiter, null);
        }
        _pool.Return(packet);
        room?.SetResult();
        acknowledged?.SetResult();
        return true;
    }

    /// <summary>
    /// When acknowledgements are to be read: at once while somebody waits for one, else when somebody starts to, or half the window is
    /// used. <paramref name="isHalfUsed"/> says that it is now, so that reading them soon is enough.
    /// </summary>
    public Task DemandAsync(out bool isHalfUsed)
    {
        lock (_gate)
        {
            isHalfUsed = _unacknowledged.Count >= _capacity / 2;

            // With nothing under way reading only notices a lost connection, which is wanted at once.
            if (_failure is not null || _ackWaiter is not null || _unacknowledged.Count == 0)
                return Task.CompletedTask;
            _demand = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _demand.Task;
        }
    }

    /// <summary>Has acknowledgements read although nobody waits for them.</summary>
    public void Demand()
    {
        TaskCompletionSource? demand;
        lock (_gate)
            (demand, _demand) = (_demand, null);
        demand?.SetResult();
    }

    /// <summary>Tells whoever waits, and whoever comes later, that the pipeline failed.</summary>
    public void Fail(DatanodeException failure)
    {
        TaskCompletionSource? room;
        TaskCompletionSource? acknowledged;
        lock (_gate)
        {
            _failure = failure;
            (room, _roomWaiter) = (_roomWaiter, null);
            (acknowledged, _ackWaiter) = (_ackWaiter, null);
        }
        Demand();
        FailWaiter(room, failure);
        FailWaiter(acknowledged, failure);
    }

    /// <summary>Forgets the failure; the packets under way, oldest first, are for the next pipeline.</summary>
    public Packet[] Resume()
    {
        lock (_gate)
        {
            _failure = null;
            _lastProgress = _time.GetTimestamp();
            return [.. _unacknowledged];
        }
    }

    /// <summary>Gives up what is under way.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            while (_unacknowledged.TryDequeue(out var packet))
                _pool.Return(packet);
        }
    }

    private static void FailWaiter(TaskCompletionSource? waiter, DatanodeException failure)
    {
        if (waiter is null)
            return;
        waiter.SetException(failure);
        _ = waiter.Task.Exception; // a waiter that was cancelled meanwhile leaves nobody else to observe it
    }
}
