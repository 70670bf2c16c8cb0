using Microsoft.AspNetCore.Connections;

namespace FlumeSharp.Sources.Http;

/// <summary>
/// Keeps the number of a server's open connections within a bound, so that clients that connect and stay silent can neither use up
/// the process' file descriptors nor keep others out: at the bound, the connection that has been idle for longest gives way to the
/// new one. Only when all of them are at work is the new one refused.
/// </summary>
/// <param name="most">Most connections at a time.</param>
/// <param name="onChange">Told of every connection: 1 when one opens, -1 when one ends.</param>
public sealed class ConnectionLimit(int most, Action<int>? onChange = null)
{
    private readonly LinkedList<OpenConnection> _open = new();
    private readonly Lock _gate = new();

    /// <summary>Connections open now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>The bound as a part of a server's connections. It must come before TLS, so that handshakes count as well.</summary>
    public ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        if (Enter(connection) is not { } place)
        {
            connection.Abort(new ConnectionAbortedException("All connections are at work."));
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Leave(place);
        }
    };

    private LinkedListNode<OpenConnection>? Enter(ConnectionContext connection)
    {
        OpenConnection? idle = null;
        LinkedListNode<OpenConnection> place;
        lock (_gate)
        {
            if (_open.Count >= most && (idle = LongestIdle()) is null)
            {
                return null;
            }

            var own = new OpenConnection(connection);
            connection.Features.Set(own);
            place = _open.AddLast(own);
        }

        onChange?.Invoke(1);
        idle?.Context.Abort(new ConnectionAbortedException("Idle, and others want to connect."));
        return place;
    }

    // The hand of a clock: who was at work since it last came by is passed over once. Two rounds find everyone at rest.
    private OpenConnection? LongestIdle()
    {
        for (var steps = 2 * _open.Count; steps > 0; steps--)
        {
            var first = _open.First!; // the bound is at least 1 and reached
            _open.Remove(first);
            if (!first.Value.TryEnd())
            {
                _open.AddLast(first);
                continue;
            }

            return first.Value;
        }

        return null;
    }

    private void Leave(LinkedListNode<OpenConnection> place)
    {
        lock (_gate)
        {
            // One that had to give way is in no list any more.
            place.List?.Remove(place);
        }

        onChange?.Invoke(-1);
    }
}
