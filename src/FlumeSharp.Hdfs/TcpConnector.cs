using System.Net;
using System.Net.Sockets;

namespace FlumeSharp.Hdfs;

/// <summary>Opens TCP connections with the socket options Hadoop's servers expect of their clients.</summary>
internal static class TcpConnector
{
    /// <exception cref="ServerUnavailableException">Nobody answered in time, or the connection was refused.</exception>
    public static async Task<NetworkStream> ConnectAsync(
        DnsEndPoint server, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(server, either.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new ServerUnavailableException($"{server.Host}:{server.Port} did not accept a connection within {timeout.TotalSeconds:0.#} s.");
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new ServerUnavailableException($"Cannot connect to {server.Host}:{server.Port}: {e.Message}.", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
