using FlumeSharp.Hdfs.Protos;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// One connection to the datanodes of a block: sends its packets and takes their acknowledgements. A failure ends it; the packets
/// that were not acknowledged stay in the window.
/// </summary>
internal sealed class BlockPipeline : IAsyncDisposable
{
    private static readonly TimeSpan ReasonDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestAckPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestAckPause = TimeSpan.FromMilliseconds(32);
    private static readonly Packet Heartbeat = CreateHeartbeat();

    private readonly Stream _stream;
    private readonly TransferReader _reader;
    private readonly PacketWindow _window;
    private readonly PacketSender _sender;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly TimeSpan _heartbeatInterval;
    private readonly ITimer _watch;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _receiving;
    private DatanodeException? _failure;
    private TimeSpan _ackPause = ShortestAckPause;

    public BlockPipeline(
        Stream stream, TransferReader reader, PipelineTarget target, PacketWindow window, HdfsConfiguration configuration, TimeProvider time)
    {
        _stream = stream;
        _reader = reader;
        Target = target;
        _window = window;
        _time = time;
        _sender = new PacketSender(stream, time, BrokenAsync);
        _patience = PipelineSetup.Patience(configuration, target.Nodes.Count);
        _heartbeatInterval = configuration.SocketTimeout / 2;
        foreach (var packet in window.Resume())
            _sender.Send(packet);
        var tick = configuration.SocketTimeout / 8;
        _watch = time.CreateTimer(static state => ((BlockPipeline)state!).Watch(), this, tick, tick);
        _receiving = ReceiveAsync();
    }

    public PipelineTarget Target { get; }

    /// <summary>Why the pipeline ended, or <see langword="null"/> while it works.</summary>
    public DatanodeException? Failure => Volatile.Read(ref _failure);

    /// <summary>Sends a packet of the window.</summary>
    public void Send(Packet packet) => _sender.Send(packet);

    /// <summary>Closes the connection and waits until nothing uses it or the packets it sent.</summary>
    public async ValueTask DisposeAsync()
    {
        Fail(new DatanodeException(0, Target.Nodes[0], null, "was disconnected because the stream was closed"));
        await _receiving.ConfigureAwait(false);
        await _sender.EndsAsync().ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
        _reader.Dispose();
    }

    private static Packet CreateHeartbeat()
    {
        var packet = new Packet(ChecksumType.None, 1, 0);
        packet.Start(0, 0);
        packet.Seal(PacketHeader.HeartbeatSequence, isLast: false, sync: false);
        return packet;
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
            Fail(Broken(e));
        }
    }

    /// <summary>
    /// Lets acknowledgements gather while nobody waits for them: being woken for each costs more than all the rest of sending a packet.
    /// Beyond half the window they are read at intervals that give an eighth to a third of it.
    /// </summary>
    private Task AckDemandAsync(int lastAcks)
    {
        var demand = _window.DemandAsync(out var isHalfUsed);
        if (!isHalfUsed || demand.IsCompleted)
            return demand;
        if (lastAcks < _window.Capacity / 8 && _ackPause < LongestAckPause)
            _ackPause *= 2;
        else if (lastAcks > _window.Capacity / 3 && _ackPause > ShortestAckPause)
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

        // A heartbeat is no progress: nodes that are stuck with a packet may still answer it.
        if (ack.Sequence == PacketHeader.HeartbeatSequence || _window.TryAcknowledge(ack.Sequence))
            return true;
        Fail(new DatanodeException(0, Target.Nodes[0], null, $"acknowledged packet {ack.Sequence}, which is not the next one"));
        return false;
    }

    private void Watch()
    {
        _window.Demand();
        if (Failure is null && _window.Silence > _patience)
            Fail(new DatanodeException(0, Target.Nodes[0], null, $"acknowledged nothing for {_patience.TotalSeconds:0.#} s"));
        else if (_sender.Idle >= _heartbeatInterval)
            _sender.Send(Heartbeat);
    }

    private async Task BrokenAsync(Exception e)
    {
        // The reason is often already on its way as an acknowledgement that names the failed node, so the receive loop goes first.
        _window.Demand();
        if (await Task.WhenAny(_ended.Task, Task.Delay(ReasonDelay, _time)).ConfigureAwait(false) != _ended.Task)
            Fail(Broken(e));
    }

    private DatanodeException Broken(Exception e) => new(0, Target.Nodes[0], null, $"broke the connection: {e.Message}", e);

    private void Fail(DatanodeException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is not null)
            return;
        _watch?.Dispose(); // null only while the constructor still sends what an earlier pipeline left
        _sender.Stop();
        _stream.Dispose();
        _ended.SetResult();
        _window.Fail(failure);
    }
}
