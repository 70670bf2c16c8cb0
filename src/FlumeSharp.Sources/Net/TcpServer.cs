using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using FlumeSharp.Sources.Http;

namespace FlumeSharp.Sources.Net;

// Listens on one port and gives every connection to a method that serves it until it ends. No thread waits for a client.
internal sealed class TcpServer : IAsyncDisposable
{
    private const int Backlog = 1024;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseWithoutFiles = TimeSpan.FromMilliseconds(200);
    private readonly Socket _listener;
    private readonly TcpServerSettings _settings;
    private readonly Func<TcpConnection, Task> _serve;
    private readonly ConcurrentDictionary<TcpConnection, Task> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer? _sweep;
    private readonly int _most;
    private readonly OccasionalLog _refusals;
    private readonly Task _accepting;
    private int _count;

    private TcpServer(Socket listener, TcpServerSettings settings, Func<TcpConnection, Task> serve)
    {
        _listener = listener;
        _settings = settings;
        _serve = serve;
        _most = settings.Options.MaxConnections ?? OpenFiles.DefaultConnections;
        _refusals = new OccasionalLog(settings.Time);
        _sweep = settings.Options.IdleTimeout > TimeSpan.Zero ? settings.Time.CreateTimer(_ => EndSilent(), null, SweepEvery, SweepEvery) : null;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the port that the system chose for 0.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    public static TcpServer Start(IPEndPoint endpoint, TcpServerSettings settings, Func<TcpConnection, Task> serve)
    {
        var listener = BindAddress.Bind(endpoint, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Listen(Backlog);
            return new(listener, settings, serve);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Takes no more connections, has those there are end after what they have received, and cuts them off when the token says so.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Close();
        await _accepting.ConfigureAwait(false);
        if (_sweep is not null)
        {
            await _sweep.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var connection in _connections.Keys)
        {
            connection.StopReading();
        }

        var all = Task.WhenAll(_connections.Values);
        try
        {
            await all.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            foreach (var connection in _connections.Keys)
            {
                connection.Dispose();
            }

            await all.ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _stopping.Dispose();
        return _sweep?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException failure)
            {
                // No file to be had, or the client has gone already: neither may end the server.
                _refusals.Say(count => Log.AcceptFailed(_settings.Logger, failure, _settings.Source, count));
                await Task.Delay(PauseWithoutFiles, _settings.Time, CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            Begin(socket);
        }
    }

    private void Begin(Socket socket)
    {
        if (Interlocked.Increment(ref _count) > _most)
        {
            Interlocked.Decrement(ref _count);
            socket.Dispose();
            _refusals.Say(count => Log.TooManyConnections(_settings.Logger, _settings.Source, _most, count));
            return;
        }

        TcpConnection connection;
        try
        {
            connection = new TcpConnection(socket, _settings.Time);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            // Reset between the acceptance and now.
            Interlocked.Decrement(ref _count);
            socket.Dispose();
            return;
        }

        _settings.OpenConnections.Add(1);
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ServeAsync(connection, begin.Task);
        begin.SetResult();
    }

    // It waits until it stands in the list, or it could leave the list before it is in there.
    private async Task ServeAsync(TcpConnection connection, Task begin)
    {
        await begin.ConfigureAwait(false);
        try
        {
            if (_settings.Tls is { } tls)
            {
                connection.Stream = await tls.AuthenticateAsync(connection.Stream, _settings.Time).ConfigureAwait(false);
            }

            await _serve(connection).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Whatever a client does ends its own connection only.
            Log.ConnectionFailed(_settings.Logger, failure, _settings.Source, connection.RemoteAddress);
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
            _settings.OpenConnections.Add(-1);
            Interlocked.Decrement(ref _count);
        }
    }

    private void EndSilent()
    {
        foreach (var connection in _connections.Keys)
        {
            if (connection.Silence > _settings.Options.IdleTimeout)
            {
                connection.StopReading();
            }
        }
    }
}
