using System.Net;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.Rpc;

/// <summary>
/// Calls a server over one connection at a time and repeats what failed on the way. A repeated call keeps its call id and counts its
/// tries, also over a new connection, so that a server with a retry cache answers what it did the first time.
/// </summary>
internal sealed class RpcClient(
    IReadOnlyList<DnsEndPoint> servers, string protocol, RpcIdentity identity, HdfsConfiguration configuration, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _connecting = new(1);
    private RpcConnection? _connection;
    private int _active;
    private int _connectedTo;
    private bool _disposed;

    /// <exception cref="FileSystemException">The server's answer, or the last failure once patience has run out.</exception>
    public async Task<TResponse> CallAsync<TResponse>(
        RpcMethod<TResponse> method, IMessage request, RpcRetry retry, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>
    {
        var callId = identity.NextCallId();
        var started = time.GetTimestamp();
        var backoff = new Backoff(FirstDelay, MaxDelay, time);
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan delay;
            var active = Volatile.Read(ref _active);
            try
            {
                var connection = await GetConnectionAsync(cancellationToken).ConfigureAwait(false);
                return await connection.CallAsync(method, request, callId, attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (FileSystemException e) when (IsWorthRepeating(e, retry))
            {
                // The first repeat comes at once when only an idle connection had been cut.
                delay = attempt == 0 && e is ServerUnavailableException ? TimeSpan.Zero : backoff.Next();
                if (time.GetElapsedTime(started) + delay > Patience(retry))
                    throw;
                if (e is ServerUnavailableException or StandbyException)
                    Interlocked.CompareExchange(ref _active, (active + 1) % servers.Count, active);
                Log.Retrying(logger, method.Name, delay, e.Message);
            }
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connecting.WaitAsync().ConfigureAwait(false);
        try
        {
            _disposed = true;
            if (_connection is { } connection)
                await connection.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private TimeSpan Patience(RpcRetry retry) => retry == RpcRetry.Stream ? configuration.StreamRetryWindow : configuration.RetryWindow;

    private bool IsWorthRepeating(FileSystemException e, RpcRetry retry) => retry != RpcRetry.None && e switch
    {
        ServerUnavailableException => true,
        StandbyException => servers.Count > 1,
        SafeModeException => retry == RpcRetry.Stream,
        _ => e.RemoteClassName == RemoteErrors.Retriable,
    };

    private async ValueTask<RpcConnection> GetConnectionAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _connection) is { IsUsable: true } usable && _connectedTo == _active)
            return usable;

        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_connection is { IsUsable: true } opened && _connectedTo == _active)
                return opened;
            if (_connection is { } broken)
                await broken.DisposeAsync().ConfigureAwait(false);
            _connection = null;
            _connectedTo = _active;
            return _connection = await RpcConnection.OpenAsync(
                servers[_connectedTo], protocol, identity, configuration, time, logger, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }
}
