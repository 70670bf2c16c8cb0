namespace FlumeSharp.Sources.Net;

// Copies of short texts, many in one array: one allocation for some hundred datagrams.
internal sealed class ByteSlab
{
    private const int Length = 32 * 1024;
    private const int LongestShared = Length / 4;
    private byte[] _slab = [];
    private int _used;

    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestShared)
        {
            return bytes.ToArray();
        }

        if (_slab.Length - _used < bytes.Length)
        {
            _slab = GC.AllocateUninitializedArray<byte>(Length);
            _used = 0;
        }

        var copy = _slab.AsMemory(_used, bytes.Length);
        bytes.CopyTo(copy.Span);
        _used += bytes.Length;
        return copy;
    }
}
