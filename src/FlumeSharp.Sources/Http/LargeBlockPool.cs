using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace FlumeSharp.Sources.Http;

// Memory for reading from connections in blocks that hold a whole batch. Kestrel's own blocks of 4 KiB take a system call for every
// 4 KiB and leave a batch in pieces that must be put together before it is parsed. A connection holds a block only while it has
// data, so idle connections cost none.
internal sealed class LargeBlockPool : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    private const int BlockSize = 64 << 10;
    private const int MostKept = 256;
    private readonly ConcurrentStack<Block> _free = new();
    private int _freeCount;

    public override int MaxBufferSize => BlockSize;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        if (_free.TryPop(out var block))
        {
            Interlocked.Decrement(ref _freeCount);
            return block;
        }

        return new Block(this);
    }

    protected override void Dispose(bool disposing) => _free.Clear();

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _freeCount) <= MostKept)
        {
            _free.Push(block);
        }
        else
        {
            Interlocked.Decrement(ref _freeCount);
        }
    }

    // Pinned for good, as sockets would pin it for every call.
    private sealed class Block(LargeBlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);

        public void Dispose() => pool.Return(this);
    }
}
