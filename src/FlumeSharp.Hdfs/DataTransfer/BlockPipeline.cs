using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using FlumeSharp.Hdfs.Protos;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// Sends the packets of one block and takes their acknowledgements. Whoever queues a packet sends it, unless another send is under way:
/// that one then goes on with it, so the writer never waits for the network before the window is full, and no thread is woken for a
/// packet the socket takes at once. A failure ends the pipeline: the packets that were not acknowledged stay with it.
/// </summary>
/// <remarks>One writer at a time; <see cref="Enqueue"/> only after <see cref="WaitForRoomAsync"/>.</remarks>
internal sealed class BlockPipeline : IAsyncDisposable
{
    private static readonly TimeSpan ReasonDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestAckPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestAckPause = TimeSpan.FromMilliseconds(32);
    private static readonly Packet Heartbeat = CreateHeartbeat();

    private readonly Stream _stream;
    private readonly TransferReader _reader;
    private readonly PacketPool _pool;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly TimeSpan _heartbeatInterval;
    private readonly int _maxInFlight;
    private readonly int _roomAgain;
    private readonly int _readAcksFrom;
    private readonly ITimer _watch;
    private readonly Lock _gate = new();
    private readonly Queue<Packet> _unsent = new();
    private readonly Queue<Packet> _unacknowledged = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _receiving;
    private DatanodeException? _failure;
    private TaskCompletionSource? _sendEnded;
    private TaskCompletionSource? _roomWaiter;
    private TaskCompletionSource? _ackWaiter;
    private TaskCompletionSource? _ackDemand;
    private long _ackWaitedFor;
    private long _nextSequence;
    private long _lastAcknowledged = -1;
    private long _lastProgress;
    private long _lastSend;
    private TimeSpan _ackPause = ShortestAckPause;
    private bool _sending;

    public BlockPipeline(
        Stream stream, TransferReader reader, PipelineTarget target, PacketPool pool, HdfsConfiguration configuration, TimeProvider time)
    {
        _stream = stream;
        _reader = reader;
        Target = target;
        AcknowledgedLength = target.AcknowledgedLength;
        _pool = pool;
        _time = time;
        _patience = PipelineSetup.Patience(configuration, target.Nodes.Count);
        _heartbeatInterval = configuration.SocketTimeout / 2;
        _maxInFlight = configuration.MaxPacketsInFlight;
        _roomAgain = _maxInFlight - Math.Max(1, _maxInFlight / 4); // waking the writer for every single packet costs more than it gains
        _readAcksFrom = _maxInFlight / 2;
        _lastProgress = _lastSend = time.GetTimestamp();
        var tick = configuration.SocketTimeout / 8;
        _watch = time.CreateTimer(static state => ((BlockPipeline)state!).Watch(), this, tick, tick);
        _receiving = ReceiveAsync();
    }

    public PipelineTarget Target { get; }

    /// <summary>Why the pipeline ended, or <see langword="null"/> while it works.</summary>
    public DatanodeException? Failure => Volatile.Read(ref _failure);

    /// <summary>Bytes of the block that every node has.</summary>
    public long AcknowledgedLength { get; private set; }

    /// <summary>The number of the packet queued last, or -1.</summary>
    public long LastSequence => _nextSequence - 1;

    /// <summary>Waits until another packet may be queued.</summary>
    /// <exception cref="DatanodeException">The pipeline has failed.</exception>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        Task waiter;
        lock (_gate)
        {
            ThrowIfFailed();
            if (_nextSequence - 1 - _lastAcknowledged < _maxInFlight)
                return default;
            _roomWaiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiter = _roomWaiter.Task;
        }
        return new ValueTask(waiter.WaitAsync(cancellationToken));
    }

    /// <summary>Seals a packet and hands it over to be sent; it goes back to the pool once it is acknowledged.</summary>
    /// <returns>The packet's number.</returns>
    public long Enqueue(Packet packet, bool isLast, bool sync)
    {
        var sequence = _nextSequence;
        packet.Seal(sequence, isLast, sync);
        TaskCompletionSource? demand = null;
        lock (_gate)
        {
            ThrowIfFailed();
            if (_unacknowledged.Count == 0)
                _lastProgress = _time.GetTimestamp();
            _unacknowledged.Enqueue(packet);
            _nextSequence++;
            if (_unacknowledged.Count == _readAcksFrom)
                (demand, _ackDemand) = (_ackDemand, null);
        }
        demand?.SetResult();
        Send(packet);
        return sequence;
    }

    /// <summary>Waits until a packet, and so all before it, has arrived at every node.</summary>
    /// <exception cref="DatanodeException">The pipeline has failed.</exception>
    public Task WaitForAcknowledgementAsync(long sequence, CancellationToken cancellationToken)
    {
        Task waiter;
        TaskCompletionSource? demand;
        lock (_gate)
        {
            if (_lastAcknowledged >= sequence)
                return Task.CompletedTask;
            ThrowIfFailed();
            _ackWaitedFor = sequence;
            _ackWaiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiter = _ackWaiter.Task;
            (demand, _ackDemand) = (_ackDemand, null);
        }
        demand?.SetResult();
        return waiter.WaitAsync(cancellationToken);
    }

    /// <summary>Closes the connection and waits until nothing uses it; packets that were not acknowledged are given up.</summary>
    public async ValueTask DisposeAsync()
    {
        Fail(new DatanodeException(0, Target.Nodes[0], null, "was disconnected because the stream was closed"));
        await _receiving.ConfigureAwait(false);
        await SendingEndsAsync().ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
        _reader.Dispose();
        while (_unacknowledged.TryDequeue(out var packet))
            _pool.Return(packet);
    }

    private static Packet CreateHeartbeat()
    {
        var packet = new Packet(ChecksumType.None, 1, 0);
        packet.Start(0, 0);
        packet.Seal(PacketHeader.HeartbeatSequence, isLast: false, sync: false);
        return packet;
    }

    private void Send(Packet packet)
    {
        lock (_gate)
        {
            if (_failure is not null)
                return;
            _unsent.Enqueue(packet);
            if (_sending)
                return;
            _sending = true;
        }
        _ = SendQueuedAsync();
    }

    private async Task SendQueuedAsync()
    {
        try
        {
            while (TryTakeUnsent(out var packet))
            {
                await _stream.WriteAsync(packet.Sealed).ConfigureAwait(false);
                Volatile.Write(ref _lastSend, _time.GetTimestamp());
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reason is often already on its way as an acknowledgement that names the failed node, so the receive loop goes first.
            if (await Task.WhenAny(_ended.Task, Task.Delay(ReasonDelay, _time)).ConfigureAwait(false) != _ended.Task)
                Fail(new DatanodeException(0, Target.Nodes[0], null, $"broke the connection: {e.Message}", e));
            TryTakeUnsent(out _); // the failure ends the sending
        }
    }

    private bool TryTakeUnsent([NotNullWhen(true)] out Packet? packet)
    {
        TaskCompletionSource? ended;
        lock (_gate)
        {
            packet = null;
            if (_failure is null && _unsent.TryDequeue(out packet))
                return true;
            _sending = false;
            ended = _sendEnded;
        }
        ended?.SetResult();
        return false;
    }

    private Task SendingEndsAsync()
    {
        lock (_gate)
        {
            if (!_sending)
                return Task.CompletedTask;
            _sendEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _sendEnded.Task;
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var acks = 0;
                for (; TryReadAck(out var ack); acks++)
                {
                    if (!Acknowledge(ack))
                        return;
                }
                await AckDemandAsync(acks).ConfigureAwait(false);
                await _reader.FillAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidDataException or InvalidProtocolBufferException)
        {
            Fail(new DatanodeException(0, Target.Nodes[0], null, $"broke the connection: {e.Message}", e));
        }
    }

    /// <summary>
    /// Lets acknowledgements gather while nobody waits for them: being woken for each costs more than all the rest of sending a packet.
    /// They are read when a flush waits, when half the window is used (then at intervals that give an eighth to a third of the window),
    /// when the window is empty, so that a lost connection is noticed, and at every turn of the watch.
    /// </summary>
    private Task AckDemandAsync(int lastAcks)
    {
        Task demand;
        lock (_gate)
        {
            if (_failure is not null || _ackWaiter is not null || _unacknowledged.Count == 0)
                return Task.CompletedTask;
            _ackDemand = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            demand = _ackDemand.Task;
            if (_unacknowledged.Count < _readAcksFrom)
                return demand;
        }
        if (lastAcks < _maxInFlight / 8 && _ackPause < LongestAckPause)
            _ackPause *= 2;
        else if (lastAcks > _maxInFlight / 3 && _ackPause > ShortestAckPause)
            _ackPause /= 2;
        return Task.WhenAny(demand, Task.Delay(_ackPause, _time));
    }

    private bool TryReadAck(out PipelineAck ack)
    {
        var complete = _reader.TryTakeDelimited(out var message);
        ack = complete ? PipelineAck.Read(message) : default;
        return complete;
    }

    private bool Acknowledge(PipelineAck ack)
    {
        // A failed node is named before anything else: such acknowledgements carry no packet's number.
        if (ack.BadNode >= 0)
        {
            var node = Math.Min(ack.BadNode, Target.Nodes.Count - 1);
            Fail(new DatanodeException(node, Target.Nodes[node], ack.BadStatus, $"answered {ack.BadStatus}"));
            return false;
        }

        Packet? packet = null;
        TaskCompletionSource? room = null;
        TaskCompletionSource? acknowledged = null;
        lock (_gate)
        {
            // A heartbeat is no progress: nodes that are stuck with a packet may still answer it.
            if (ack.Sequence == PacketHeader.HeartbeatSequence)
                return true;
            _lastProgress = _time.GetTimestamp();
            if (_unacknowledged.TryPeek(out packet) && packet.Sequence == ack.Sequence)
            {
                _unacknowledged.Dequeue();
                _lastAcknowledged = ack.Sequence;
                AcknowledgedLength = packet.End;
                if (_roomWaiter is not null && _unacknowledged.Count <= _roomAgain)
                    (room, _roomWaiter) = (_roomWaiter, null);
                if (_ackWaiter is not null && ack.Sequence >= _ackWaitedFor)
                    (acknowledged, _ackWaiter) = (_ackWaiter, null);
            }
            else
            {
                packet = null;
            }
        }
        if (packet is null)
        {
            Fail(new DatanodeException(0, Target.Nodes[0], null, $"acknowledged packet {ack.Sequence}, which is not the next one"));
            return false;
        }
        _pool.Return(packet);
        room?.SetResult();
        acknowledged?.SetResult();
        return true;
    }

    private void Watch()
    {
        bool silent;
        TaskCompletionSource? demand;
        lock (_gate)
        {
            (demand, _ackDemand) = (_ackDemand, null);
            silent = _failure is null && _unacknowledged.Count > 0 && _time.GetElapsedTime(_lastProgress) > _patience;
        }
        demand?.SetResult();
        if (silent)
            Fail(new DatanodeException(0, Target.Nodes[0], null, $"acknowledged nothing for {_patience.TotalSeconds:0.#} s"));
        else if (_time.GetElapsedTime(Volatile.Read(ref _lastSend)) >= _heartbeatInterval)
            Send(Heartbeat);
    }

    private void Fail(DatanodeException failure)
    {
        TaskCompletionSource? room;
        TaskCompletionSource? acknowledged;
        TaskCompletionSource? demand;
        lock (_gate)
        {
            if (_failure is not null)
                return;
            Volatile.Write(ref _failure, failure);
            (demand, _ackDemand) = (_ackDemand, null);
            (room, _roomWaiter) = (_roomWaiter, null);
            (acknowledged, _ackWaiter) = (_ackWaiter, null);
        }
        _watch.Dispose();
        _stream.Dispose();
        _ended.SetResult();
        demand?.SetResult();
        FailWaiter(room, failure);
        FailWaiter(acknowledged, failure);
    }

    private static void FailWaiter(TaskCompletionSource? waiter, DatanodeException failure)
    {
        if (waiter is null)
            return;
        waiter.SetException(failure);
        _ = waiter.Task.Exception; // a waiter that was cancelled meanwhile leaves nobody else to observe it
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }
}
