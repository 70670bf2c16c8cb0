namespace FlumeSharp.Sources.Net;

// The events of a batch as the source made them. Interceptors replace headers and events, and a batch that is tried again must go
// through them as it came. One for each connection, used again and again.
internal sealed class DeliveryCopy
{
    private Event[] _events = [];
    private EventHeaders[] _headers = [];

    public int Count { get; private set; }

    public void Keep(EventBatch batch)
    {
        Count = batch.Count;
        if (_events.Length < Count)
        {
            _events = new Event[Count];
            _headers = new EventHeaders[Count];
        }

        var events = batch.Events;
        for (var i = 0; i < events.Length; i++)
        {
            _events[i] = events[i];
            _headers[i] = events[i].Headers;
        }
    }

    public void Restore(EventBatch batch, int start, int count)
    {
        batch.Clear();
        for (var i = start; i < start + count; i++)
        {
            // New objects: a channel that has committed may hold the old ones, and hand them to a sink just now.
            batch.Add(new Event(_events[i].Body, _headers[i]));
        }
    }

    public void Forget()
    {
        Array.Clear(_events, 0, Count);
        Array.Clear(_headers, 0, Count);
        Count = 0;
    }
}
