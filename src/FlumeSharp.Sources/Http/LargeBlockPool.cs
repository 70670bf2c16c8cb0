using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace FlumeSharp.Sources.Http;

// Memory for reading from connections in blocks that hold a whole batch. Kestrel's own blocks of 4 KiB take a system call for every
// 4 KiB and leave a batch in pieces that must be put together before it is parsed. A connection holds a block only while it has
// data, so idle connections cost none. Ten thousand clients that each send one byte and wait would hold 640 MB: when many large
// blocks are out, further ones are small.
internal sealed class LargeBlockPool : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    internal const int LargeSize = 64 << 10;
    internal const int SmallSize = 4 << 10;
    private const int MostLarge = 1024;
    private const int MostKept = 256;
    private readonly Shelf _large = new(MostKept);
    private readonly Shelf _small = new(MostKept);
    private int _largeOut;

    public override int MaxBufferSize => LargeSize;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, LargeSize);
        if (Interlocked.Increment(ref _largeOut) <= MostLarge || minBufferSize > SmallSize)
        {
            return _large.Take() ?? new Block(this, LargeSize);
        }

        Interlocked.Decrement(ref _largeOut);
        return _small.Take() ?? new Block(this, SmallSize);
    }

    protected override void Dispose(bool disposing)
    {
        _large.Clear();
        _small.Clear();
    }

    private void Return(Block block)
    {
        if (block.Memory.Length == LargeSize)
        {
            Interlocked.Decrement(ref _largeOut);
            _large.Put(block);
        }
        else
        {
            _small.Put(block);
        }
    }

    // Blocks for the next who asks; what is beyond the number goes to the collector.
    private sealed class Shelf(int most)
    {
        private readonly ConcurrentStack<Block> _blocks = new();
        private int _count;

        public Block? Take()
        {
            if (!_blocks.TryPop(out var block))
            {
                return null;
            }

            Interlocked.Decrement(ref _count);
            return block;
        }

        public void Put(Block block)
        {
            if (Interlocked.Increment(ref _count) <= most)
            {
                _blocks.Push(block);
            }
            else
            {
                Interlocked.Decrement(ref _count);
            }
        }

        public void Clear() => _blocks.Clear();
    }

    // Pinned for good, as sockets would pin it for every call.
    private sealed class Block(LargeBlockPool pool, int size) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(size, pinned: true);

        public void Dispose() => pool.Return(this);
    }
}
