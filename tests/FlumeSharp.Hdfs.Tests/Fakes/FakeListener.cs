using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>Accepts connections on a free port and serves each in a task of its own.</summary>
internal abstract class FakeListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly Task _accepting;

    protected FakeListener()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public bool IsStopped => _stopping.IsCancellationRequested;

    public int Connections { get; private set; }

    /// <summary>What went wrong inside the fake: a client that breaks the protocol fails its test here.</summary>
    public ConcurrentQueue<Exception> ProtocolErrors { get; } = new();

    /// <summary>Cuts every connection.</summary>
    public void CutAll()
    {
        foreach (var socket in _connections.Keys)
            socket.Close(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        _listener.Stop();
        CutAll();
        await _accepting;
        CutAll();
        await Task.WhenAll(_connections.Values);
    }

    protected abstract Task ServeAsync(NetworkStream stream, CancellationToken stopping);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                socket.NoDelay = true;
                Connections++;
                _connections[socket] = ServeOneAsync(socket);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeOneAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await ServeAsync(stream, _stopping.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection ended, from either side.
        }
        catch (Exception e)
        {
            ProtocolErrors.Enqueue(e);
        }
    }
}
