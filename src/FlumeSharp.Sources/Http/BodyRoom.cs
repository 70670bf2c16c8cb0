namespace FlumeSharp.Sources.Http;

// The memory that requests which are still arriving may hold together. One request's limit is not enough: a hundred clients that
// each send almost as much as is allowed, and then wait, hold a hundred times as much.
internal sealed class BodyRoom(long bytes)
{
    private long _held;

    /// <summary>Takes room for a body that has grown.</summary>
    /// <param name="held">What it holds already; what it holds afterwards.</param>
    /// <param name="length">Its length now.</param>
    /// <exception cref="ServerBusyException">The others hold too much. A body that is alone always has room.</exception>
    public void Grow(ref long held, long length)
    {
        var more = length - held;
        if (more <= 0)
        {
            return;
        }

        var all = Interlocked.Add(ref _held, more);
        held = length;
        if (all > bytes && all > length)
        {
            throw new ServerBusyException();
        }
    }

    /// <summary>Gives room back.</summary>
    public void Release(long held)
    {
        if (held != 0)
        {
            Interlocked.Add(ref _held, -held);
        }
    }
}
