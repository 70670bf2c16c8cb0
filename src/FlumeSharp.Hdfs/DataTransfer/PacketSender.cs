namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// Writes packets to a connection in the order they are handed over. Whoever hands one over sends it, unless another send is under way:
/// that one then goes on with it, so the writer never waits for the network, and no thread is woken for a packet the socket takes at once.
/// </summary>
/// <param name="stream">The connection.</param>
/// <param name="time">The clock.</param>
/// <param name="broken">Told once when the connection breaks; sending has ended when it returns.</param>
internal sealed class PacketSender(Stream stream, TimeProvider time, Func<Exception, Task> broken)
{
    private readonly Lock _gate = new();
    private readonly Queue<Packet> _unsent = new();
    private TaskCompletionSource? _ended;
    private long _lastSend = time.GetTimestamp();
    private bool _sending;
    private bool _stopped;

    /// <summary>How long nothing has been sent.</summary>
    public TimeSpan Idle => time.GetElapsedTime(Volatile.Read(ref _lastSend));

    /// <summary>Sends a packet after those before it; does nothing once stopped.</summary>
    public void Send(Packet packet)
    {
        lock (_gate)
        {
            if (_stopped)
                return;
            _unsent.Enqueue(packet);
            if (_sending)
                return;
            _sending = true;
        }
        _ = SendQueuedAsync();
    }

    /// <summary>Sends nothing more; what is being written this moment still is.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            _unsent.Clear();
        }
    }

    /// <summary>Waits, after <see cref="Stop"/>, until no packet is in use.</summary>
    public Task EndsAsync()
    {
        lock (_gate)
        {
            if (!_sending)
                return Task.CompletedTask;
            _ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _ended.Task;
        }
    }

    private async Task SendQueuedAsync()
    {
        try
        {
            while (TakeUnsent() is { } packet)
            {
                await stream.WriteAsync(packet.Sealed).ConfigureAwait(false);
                Volatile.Write(ref _lastSend, time.GetTimestamp());
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            await broken(e).ConfigureAwait(false);
            Stop();
            TakeUnsent();
        }
    }

    /// <summary>The next packet, or <see langword="null"/> when there is none: sending has then ended.</summary>
    private Packet? TakeUnsent()
    {
        TaskCompletionSource? ended;
        lock (_gate)
        {
            if (_unsent.TryDequeue(out var packet))
                return packet;
            _sending = false;
            ended = _ended;
        }
        ended?.TrySetResult();
        return null;
    }
}
