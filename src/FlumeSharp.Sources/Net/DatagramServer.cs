using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace FlumeSharp.Sources.Net;

// Listens for datagrams. Receiving never waits for a channel: what cannot be delivered yet waits in memory up to a bound, and what is
// beyond it is dropped and counted, since nobody can be asked to send it again.
internal sealed class DatagramServer : IDisposable
{
    private const int LongestDatagram = 65536;
    private const int BytesBesidesBody = 256;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);
    private readonly Socket _socket;
    private readonly DatagramServerSettings _settings;
    private readonly Func<ReadOnlyMemory<byte>, IPEndPoint, ValueTask<Event?>> _read;
    private readonly BatchDelivery _delivery;
    private readonly Channel<Event> _pending = Channel.CreateUnbounded<Event>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly OccasionalLog _losses;
    private readonly OccasionalLog _failures;
    private readonly Task _receiving;
    private readonly Task _delivering;
    private IPEndPoint _sender;
    private SocketAddress? _senderAddress;
    private long _pendingBytes;

    private DatagramServer(Socket socket, DatagramServerSettings settings, BatchDelivery delivery, Func<ReadOnlyMemory<byte>, IPEndPoint, ValueTask<Event?>> read)
    {
        _socket = socket;
        _settings = settings;
        _delivery = delivery;
        _read = read;
        _losses = new OccasionalLog(settings.Time);
        _failures = new OccasionalLog(settings.Time);
        _sender = Address;
        _receiving = Task.Run(ReceiveAsync);
        _delivering = Task.Run(DeliverAsync);
    }

    /// <summary>Where it listens, with the port that the system chose for 0.</summary>
    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    /// <param name="endpoint">Where to listen.</param>
    /// <param name="settings">Limits and counters.</param>
    /// <param name="delivery">Takes the events.</param>
    /// <param name="read">
    /// Makes the event of a datagram, or none; called for one after the other. The bytes change when it returns. The sender is the same object
    /// for datagrams of one sender in a row, and of no meaning where the settings do not ask for it.
    /// </param>
    public static DatagramServer Start(
        IPEndPoint endpoint, DatagramServerSettings settings, BatchDelivery delivery, Func<ReadOnlyMemory<byte>, IPEndPoint, ValueTask<Event?>> read)
    {
        var socket = BindAddress.Bind(endpoint, SocketType.Dgram, ProtocolType.Udp);
        if (settings.ReceiveBufferBytes > 0)
        {
            socket.ReceiveBufferSize = settings.ReceiveBufferBytes;
        }

        return new(socket, settings, delivery, read);
    }

    /// <summary>Receives no more and delivers what waits, for as long as the delivery does not give up.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        _pending.Writer.Complete();
        await _delivering.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(LongestDatagram, pinned: true);
        var from = new SocketAddress(_socket.AddressFamily);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, from, _stopping.Token).ConfigureAwait(false);
                if (_settings.NeedsSender)
                {
                    NoteSender(from);
                }

                if (await _read(buffer.AsMemory(0, length), _sender).ConfigureAwait(false) is { } item)
                {
                    Enqueue(item);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                // One bad datagram, or a network that comes and goes: the next one may be well.
                _failures.Say(_ => Log.ReceiveFailed(_settings.Logger, failure, _settings.Source));
                await Task.Delay(PauseAfterFailure, _settings.Time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void NoteSender(SocketAddress from)
    {
        if (_senderAddress?.Equals(from) == true)
        {
            return;
        }

        _senderAddress = new SocketAddress(from.Family, from.Size);
        from.Buffer.Span[..from.Size].CopyTo(_senderAddress.Buffer.Span);
        var sender = (IPEndPoint)Address.Create(from);
        _sender = new IPEndPoint(TcpConnection.Plain(sender.Address), sender.Port);
    }

    private void Enqueue(Event item)
    {
        var size = Size(item);
        if (Interlocked.Add(ref _pendingBytes, size) <= _settings.MaxPendingBytes)
        {
            _pending.Writer.TryWrite(item);
            return;
        }

        Interlocked.Add(ref _pendingBytes, -size);
        _settings.Lost.Increment();
        _losses.Say(count => Log.DatagramsLost(_settings.Logger, _settings.Source, count));
    }

    private async Task DeliverAsync()
    {
        var batch = new EventBatch(_settings.BatchSize);
        var copy = new DeliveryCopy();
        while (await _pending.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var size = 0L;
            while (batch.Count < _settings.BatchSize && _pending.Reader.TryRead(out var item))
            {
                batch.Add(item);
                size += Size(item);
            }

            await _delivery.DeliverAsync(batch, copy).ConfigureAwait(false);
            Interlocked.Add(ref _pendingBytes, -size);
        }
    }

    private static int Size(Event item) => item.Body.Length + BytesBesidesBody;
}
