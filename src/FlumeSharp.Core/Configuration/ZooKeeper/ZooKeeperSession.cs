using System.Buffers.Binary;
using System.Net.Sockets;
using static FlumeSharp.Configuration.ZooKeeper.ZooKeeperProtocol;

namespace FlumeSharp.Configuration.ZooKeeper;

/// <summary>
/// A session with one ZooKeeper server that reads nodes and is told of changes. It owns nothing there, so a lost connection is not resumed:
/// whoever needs it opens a new one and reads again.
/// </summary>
/// <remarks>One request at a time. A loop reads what the server sends, another keeps the session alive; both end with the connection.</remarks>
internal sealed class ZooKeeperSession : IAsyncDisposable
{
    private static readonly TimeSpan _wantedTimeout = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client = new();
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<(int Error, JuteReader Body)>? _pending;
    private Task _loops = Task.CompletedTask;
    private TimeSpan _timeout = _wantedTimeout;
    private long _lastHeard;
    private int _xid;

    private ZooKeeperSession(TimeProvider time) => _time = time;

    /// <summary>Completes when a watched node has changed, or the connection is lost: reading again tells.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Whether the connection still stands.</summary>
    public bool IsAlive => !_end.IsCancellationRequested;

    /// <summary>Opens a session.</summary>
    /// <param name="host">The server.</param>
    /// <param name="port">Its client port.</param>
    /// <param name="digest"><c>user:password</c> for nodes with an access list; null for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends waiting for the server.</param>
    /// <exception cref="ZooKeeperException">The server refuses.</exception>
    public static async Task<ZooKeeperSession> OpenAsync(string host, int port, string? digest, TimeProvider time, CancellationToken cancellationToken)
    {
        var session = new ZooKeeperSession(time);
        try
        {
            await session.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            session._loops = Task.WhenAll(session.ReadAsync(), session.PingAsync());
            if (digest is not null)
                await session.AuthorizeAsync(digest, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The data of a node, which is watched from now on whether it is there or not; null when it is not.</summary>
    public async Task<byte[]?> GetDataAsync(string path, bool watches, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (error, body) = await RequestAsync(++_xid, GetDataOperation, request => request.Text(path).Bool(watches), cancellationToken).ConfigureAwait(false);
            if (error == Ok)
                return body.Buffer();
            if (error != NoNode)
                throw Refused(error, path);

            // A missing node can only be watched by asking whether it exists. It may have come in between.
            (error, _) = await RequestAsync(++_xid, ExistsOperation, request => request.Text(path).Bool(watches), cancellationToken).ConfigureAwait(false);
            if (error == NoNode)
                return null;
            if (error != Ok)
                throw Refused(error, path);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsAlive && _client.Connected)
        {
            // A courtesy: the server would find out by itself after the session's timeout.
            await TrySendAsync(new JuteWriter().Int(++_xid).Int(CloseOperation)).ConfigureAwait(false);
        }

        await EndAsync().ConfigureAwait(false);
        await _loops.ConfigureAwait(false);
        _client.Dispose();
        _sending.Dispose();
    }

    private async Task ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        _client.NoDelay = true;
        await _client.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
        var hello = new JuteWriter().Int(0).Long(0).Int((int)_wantedTimeout.TotalMilliseconds).Long(0).Buffer(new byte[16]).Bool(false);
        await _client.GetStream().WriteAsync(hello.ToFrame(), cancellationToken).ConfigureAwait(false);
        var answer = new JuteReader(await ReadFrameAsync(cancellationToken).ConfigureAwait(false));
        _ = answer.Int();
        var milliseconds = answer.Int();
        if (milliseconds <= 0)
            throw new ZooKeeperException("the server refuses the session");
        _timeout = TimeSpan.FromMilliseconds(milliseconds);
        _lastHeard = _time.GetTimestamp();
    }

    private async Task AuthorizeAsync(string digest, CancellationToken cancellationToken)
    {
        var (error, _) = await RequestAsync(
            AuthXid, AuthOperation, request => request.Int(0).Text("digest").Text(digest), cancellationToken).ConfigureAwait(false);
        if (error != Ok)
            throw new ZooKeeperException("the server refuses the user or the password");
    }

    private async Task<(int Error, JuteReader Body)> RequestAsync(int xid, int operation, Action<JuteWriter> write, CancellationToken cancellationToken)
    {
        var request = new JuteWriter().Int(xid).Int(operation);
        write(request);
        var reply = new TaskCompletionSource<(int, JuteReader)>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _pending, reply);
        if (!IsAlive)
            throw Lost();
        await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await reply.Task.WaitAsync(_timeout, _time, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(JuteWriter message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _client.GetStream().WriteAsync(message.ToFrame(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task<bool> TrySendAsync(JuteWriter message)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            await SendAsync(message, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (IsLoss(e))
        {
            return false;
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var message = new JuteReader(await ReadFrameAsync(_end.Token).ConfigureAwait(false));
                Volatile.Write(ref _lastHeard, _time.GetTimestamp());
                var xid = message.Int();
                _ = message.Long();
                var error = message.Int();
                if (xid == EventXid)
                    _changed.TrySetResult();
                else if (xid != PingXid)
                    Volatile.Read(ref _pending)?.TrySetResult((error, message));
            }
        }
        catch (Exception e) when (IsLoss(e))
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    private async Task PingAsync()
    {
        var third = _timeout / 3;
        try
        {
            while (true)
            {
                await Task.Delay(third, _time, _end.Token).ConfigureAwait(false);
                var isSilent = _time.GetElapsedTime(Volatile.Read(ref _lastHeard)) > third * 2;
                if (isSilent || !await TrySendAsync(new JuteWriter().Int(PingXid).Int(PingOperation)).ConfigureAwait(false))
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // The session has ended.
        }

        await EndAsync().ConfigureAwait(false);
    }

    private async Task<byte[]> ReadFrameAsync(CancellationToken cancellationToken)
    {
        var stream = _client.GetStream();
        var header = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (length is < 0 or > LargestFrame)
            throw new InvalidDataException($"a message of {length} bytes is none of ZooKeeper's");
        var message = new byte[length];
        await stream.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
        return message;
    }

    private async Task EndAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _changed.TrySetResult();
        Volatile.Read(ref _pending)?.TrySetException(Lost());
    }

    private static ZooKeeperException Lost() => new("the connection was lost");

    private static ZooKeeperException Refused(int error, string path) => new(error switch
    {
        NoAuth => $"reading {path} is not allowed",
        _ => $"the server answers error {error} for {path}",
    });

    private static bool IsLoss(Exception e) => e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidDataException;
}
