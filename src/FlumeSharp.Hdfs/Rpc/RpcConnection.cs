using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using FlumeSharp.Hdfs.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.Rpc;

/// <summary>
/// One connection of Hadoop RPC 9, bound to a user and a protocol. Any number of calls share it: requests are written under a lock, one
/// loop reads the responses and completes the calls by id. Once broken it stays broken; <see cref="RpcClient"/> opens the next.
/// </summary>
/// <remarks>
/// Response frame: <c>int32 length | varint length, response header | varint length, message</c>, the message only on success.
/// </remarks>
internal sealed class RpcConnection : IAsyncDisposable
{
    private const int MaxResponse = 128 << 20;
    private const int HttpAnswer = 0x48545450; // "HTTP" read as a length
    private const int Success = 0;
    private const int Fatal = 2;

    private readonly Stream _stream;
    private readonly string _server;
    private readonly string _protocol;
    private readonly RpcIdentity _identity;
    private readonly HdfsConfiguration _configuration;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _writeLock = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<int, PendingCall> _pending = [];
    private readonly ITimer _pingTimer;
    private FileSystemException? _failure;
    private long _lastRead;
    private Task _reader = Task.CompletedTask;

    private RpcConnection(
        Stream stream, string server, string protocol, RpcIdentity identity, HdfsConfiguration configuration, TimeProvider time, ILogger logger)
    {
        _stream = stream;
        _server = server;
        _protocol = protocol;
        _identity = identity;
        _configuration = configuration;
        _time = time;
        _logger = logger;
        _lastRead = time.GetTimestamp();
        _pingTimer = time.CreateTimer(
            static state => _ = ((RpcConnection)state!).PingAsync(), this, configuration.PingInterval, configuration.PingInterval);
    }

    /// <summary>Whether calls may still be sent.</summary>
    public bool IsUsable => Volatile.Read(ref _failure) is null;

    /// <exception cref="ServerUnavailableException">The server cannot be reached.</exception>
    public static async Task<RpcConnection> OpenAsync(
        DnsEndPoint server,
        string protocol,
        RpcIdentity identity,
        HdfsConfiguration configuration,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var stream = await TcpConnector.ConnectAsync(server, configuration.ConnectTimeout, time, cancellationToken).ConfigureAwait(false);
        var connection = new RpcConnection(stream, $"{server.Host}:{server.Port}", protocol, identity, configuration, time, logger);
        try
        {
            var hello = new ArrayBufferWriter<byte>(256);
            hello.Write(RpcFrame.SimplePreamble);
            RpcFrame.WriteContext(hello, identity, protocol);
            await stream.WriteAsync(hello.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            if (e is IOException)
                throw new ServerUnavailableException($"hdfs {connection._server}: the connection broke while it was opened: {e.Message}", e);
            throw;
        }
        connection._reader = connection.ReadResponsesAsync();
        Log.Connected(logger, connection._server, identity.User);
        return connection;
    }

    /// <summary>Sends one call and waits for its response.</summary>
    /// <exception cref="ServerUnavailableException">The connection broke or the server did not answer in time.</exception>
    /// <exception cref="FileSystemException">The server answered with an exception.</exception>
    public async Task<TResponse> CallAsync<TResponse>(
        RpcMethod<TResponse> method, IMessage request, int callId, int retryCount, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>
    {
        var call = new PendingCall<TResponse>(method);
        lock (_gate)
        {
            if (_failure is { } failure)
                throw failure;
            _pending.Add(callId, call);
        }
        try
        {
            // Waiting may end early, sending never: half a frame would spoil the connection for all calls.
            return await SendAndWaitAsync().WaitAsync(_configuration.RpcTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var failure = new ServerUnavailableException(
                $"hdfs {_server}: {method.Name} was not answered within {_configuration.RpcTimeout.TotalSeconds:0.#} s.");
            Break(failure);
            throw failure;
        }
        finally
        {
            lock (_gate)
                _pending.Remove(callId);
        }

        async Task<TResponse> SendAndWaitAsync()
        {
            var frame = new ArrayBufferWriter<byte>(512);
            RpcFrame.WriteCall(frame, RpcFrame.Header(_identity, callId, retryCount), _protocol, method.Name, request);
            await SendAsync(frame.WrittenMemory).ConfigureAwait(false);
            return await call.Task.ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Break(new ServerUnavailableException($"hdfs {_server}: the connection was closed."));
        await _reader.ConfigureAwait(false);
        await _pingTimer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> frame)
    {
        await _writeLock.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await _stream.WriteAsync(frame, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Break(new ServerUnavailableException($"hdfs {_server}: the connection broke while a call was sent: {e.Message}", e));
        }
        finally
        {
            _writeLock.Release();
        }
    }

    private async Task PingAsync()
    {
        lock (_gate)
        {
            if (_failure is not null || _pending.Count == 0 || _time.GetElapsedTime(_lastRead) < _configuration.PingInterval)
                return;
        }
        var frame = new ArrayBufferWriter<byte>(64);
        RpcFrame.WritePing(frame, _identity);
        await SendAsync(frame.WrittenMemory).ConfigureAwait(false);
    }

    private async Task ReadResponsesAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            while (true)
            {
                await _stream.ReadExactlyAsync(buffer.AsMemory(0, 4)).ConfigureAwait(false);
                var length = BinaryPrimitives.ReadInt32BigEndian(buffer);
                if (length == HttpAnswer)
                    throw new InvalidDataException("a web server answered; give the namenode's RPC port, usually 8020 or 9000");
                if (length is < 0 or > MaxResponse)
                    throw new InvalidDataException($"a response claims {length} bytes; is this a namenode's RPC port?");
                if (length > buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(length);
                }
                await _stream.ReadExactlyAsync(buffer.AsMemory(0, length)).ConfigureAwait(false);
                Volatile.Write(ref _lastRead, _time.GetTimestamp());
                Dispatch(buffer.AsSpan(0, length));
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidProtocolBufferException)
        {
            Break(new FileSystemException($"hdfs {_server}: {e.Message}.", e));
        }
        catch (EndOfStreamException e)
        {
            Break(new ServerUnavailableException($"hdfs {_server}: the server closed the connection.", e));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Break(new ServerUnavailableException($"hdfs {_server}: the connection broke: {e.Message}", e));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Dispatch(ReadOnlySpan<byte> response)
    {
        var header = Delimited.Take(ref response, RpcResponseHeaderProto.Parser);
        PendingCall? call;
        lock (_gate)
            _pending.TryGetValue((int)header.CallId, out call);

        if (header.Status == Success)
        {
            call?.Complete(response);
            return;
        }
        // The stack trace behind the first line is for whoever debugs the server.
        Log.RemoteException(_logger, _server, header.ExceptionClassName, header.ErrorMessage);
        var exception = RemoteErrors.ToException(_server, call?.Operation ?? "connection", header.ExceptionClassName, header.ErrorMessage);
        if (header.Status == Fatal)
            Break(exception);
        else
            call?.Fail(exception);
    }

    /// <summary>Fails every call that waits and refuses later ones; the first failure stays.</summary>
    private void Break(FileSystemException failure)
    {
        PendingCall[] waiting;
        lock (_gate)
        {
            if (_failure is not null)
                return;
            _failure = failure;
            waiting = [.. _pending.Values];
            _pending.Clear();
        }
        _pingTimer.Dispose();
        _stream.Dispose();
        foreach (var call in waiting)
            call.Fail(failure);
    }
}
