namespace FlumeSharp.Benchmarks;

/// <summary>Makes events as sources do: bodies cut from a shared array, headers shared between neighbours.</summary>
internal sealed class MemoryChannelEvents(int bodyLength, bool withHeaders)
{
    private const int SlabLength = 64 * 1024;
    private readonly EventHeaders _headers = withHeaders
        ? EventHeaders.Create([new("host", "web-01"), new("timestamp", "1700000000000"), new("app", "shop")])
        : EventHeaders.Empty;

    private byte[] _slab = [];
    private int _used;

    public void Fill(EventBatch batch, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (_slab.Length - _used < bodyLength)
            {
                _slab = GC.AllocateUninitializedArray<byte>(SlabLength);
                _used = 0;
            }

            batch.Add(new Event(_slab.AsMemory(_used, bodyLength), _headers));
            _used += bodyLength;
        }
    }
}
