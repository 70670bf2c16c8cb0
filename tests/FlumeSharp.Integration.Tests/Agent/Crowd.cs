using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using FlumeSharp.Sources.Http;

namespace FlumeSharp.Integration.Tests.Agent;

/// <summary>Many connections of clients that do not behave. Disposing it breaks them all off.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly ConcurrentBag<Socket> _sockets = [];

    /// <summary>
    /// Ten thousand, or, where the system allows a process fewer open files, as many as leave room for the rest: both this process
    /// and the agent, which inherits the limit, hold an end of each. The runtime has raised the soft limit to the hard one.
    /// </summary>
    public static int Size { get; } = Math.Min(10_000, OpenFiles.DefaultConnections);

    /// <summary>Connects and sends each connection what it is to send; nothing of it is read.</summary>
    /// <param name="port">On this machine.</param>
    /// <param name="count">Connections.</param>
    /// <param name="bytes">What a connection sends, by its number.</param>
    /// <param name="halfClose">Whether it says that it will send nothing more, and stays.</param>
    public static Crowd Connect(int port, int count, Func<int, byte[]>? bytes = null, bool halfClose = false)
    {
        var crowd = new Crowd();
        var messages = Enumerable.Range(0, count).Select(i => bytes?.Invoke(i)).ToList();
        Parallel.ForEach(messages, new ParallelOptions { MaxDegreeOfParallelism = 4 }, message =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, 0) };
            crowd._sockets.Add(socket);
            Send(socket, port, message, halfClose);
        });
        return crowd;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private static void Send(Socket socket, int port, byte[]? bytes, bool halfClose)
    {
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            if (bytes is not null)
            {
                socket.SendTimeout = 1000;
                socket.Send(bytes);
            }

            if (halfClose)
            {
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (SocketException)
        {
            // The agent may close it before it has heard everything, or when others want to connect.
        }
    }
}
