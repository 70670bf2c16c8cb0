using System.Buffers;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Bytes on their way into a file, in an array from the pool.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int Smallest = 4096;

    private byte[] _array = [];
    private int _length;

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(_length);
    }

    /// <summary>Forgets the bytes and gives the array back. Not for an array that a call which timed out may still read.</summary>
    public void Release()
    {
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        Forget();
    }

    /// <summary>Forgets the bytes and leaves the array to the garbage collector.</summary>
    public void Forget()
    {
        _array = [];
        _length = 0;
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(_length + Math.Max(sizeHint, 1));
        if (needed <= _array.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, Smallest), (int)Math.Min(_array.Length * 2L, Array.MaxLength)));
        _array.AsSpan(0, _length).CopyTo(larger);
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
