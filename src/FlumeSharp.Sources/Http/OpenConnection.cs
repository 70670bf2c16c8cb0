using Microsoft.AspNetCore.Connections;

namespace FlumeSharp.Sources.Http;

// What the limit knows of a connection. The server finds it among the connection's features and says when a request is at work.
internal sealed class OpenConnection(ConnectionContext context)
{
    private const int Idle = 0;
    private const int Busy = 1;
    private const int Used = 2;
    private const int Ended = 3;
    private int _state;

    public ConnectionContext Context => context;

    /// <summary>A request has begun. Should the connection have been ended just now, the request fails as any on a broken connection does.</summary>
    public void Begin() => Volatile.Write(ref _state, Busy);

    /// <summary>The request is done.</summary>
    public void Rest() => Volatile.Write(ref _state, Used);

    /// <summary>Takes the connection out of use, unless a request is at work or was since the last call.</summary>
    public bool TryEnd()
    {
        if (Interlocked.CompareExchange(ref _state, Ended, Idle) == Idle)
        {
            return true;
        }

        Interlocked.CompareExchange(ref _state, Idle, Used);
        return false;
    }
}
