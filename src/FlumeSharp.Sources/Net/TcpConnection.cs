using System.Net;
using System.Net.Sockets;

namespace FlumeSharp.Sources.Net;

// A client's connection from its acceptance to its end.
internal sealed class TcpConnection(Socket socket, TimeProvider time) : IDisposable
{
    private long _lastActive = time.GetTimestamp();
    private volatile bool _isStopping;

    /// <summary>The bytes, decrypted where TLS is on.</summary>
    public Stream Stream { get; set; } = new NetworkStream(socket, ownsSocket: true);

    /// <summary>Who it is. IPv4 in its own form, also where the server listens on both.</summary>
    public IPAddress RemoteAddress { get; } = Plain(((IPEndPoint)socket.RemoteEndPoint!).Address);

    /// <summary>The port that it came to.</summary>
    public int LocalPort { get; } = ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <summary>The source stops: what has arrived is still taken, and nothing more.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>The client has just sent something.</summary>
    public void Touch() => Volatile.Write(ref _lastActive, time.GetTimestamp());

    /// <summary>How long it has been since.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _lastActive));

    /// <summary>Has a waiting read return, after what has arrived by now.</summary>
    public void StopReading()
    {
        _isStopping = true;
        try
        {
            socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    public void Dispose() => Stream.Dispose();

    internal static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
