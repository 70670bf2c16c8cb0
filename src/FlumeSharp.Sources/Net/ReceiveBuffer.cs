using System.Buffers;

namespace FlumeSharp.Sources.Net;

// What has arrived on a connection and is not a whole message yet. While the client is silent it holds no block of the pool, only the
// bytes themselves, so that ten thousand silent clients cost next to nothing.
internal sealed class ReceiveBuffer(Stream stream, MemoryPool<byte> pool) : IDisposable
{
    private const int LeastRoom = 2048;
    private const int MostHeld = 4096;
    private IMemoryOwner<byte>? _block;
    private Memory<byte> _memory;
    private int _start;
    private int _end;
    private bool _wasFull;

    /// <summary>The bytes that have not been taken.</summary>
    public ReadOnlySpan<byte> Unread => _memory.Span[_start.._end];

    /// <summary>The first <paramref name="count"/> of them are done with.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>Waits for more; 0 when the client sends no more.</summary>
    public async ValueTask<int> ReceiveAsync()
    {
        if (!_wasFull)
        {
            // Reads nothing, but returns only when there is something.
            var wait = stream.ReadAsync(Memory<byte>.Empty);
            if (!wait.IsCompletedSuccessfully)
            {
                LetGo();
            }

            await wait.ConfigureAwait(false);
        }

        MakeRoom();
        var count = await stream.ReadAsync(_memory[_end..]).ConfigureAwait(false);
        _end += count;
        _wasFull = _end == _memory.Length;
        return count;
    }

    public void Dispose()
    {
        _block?.Dispose();
        _block = null;
        _memory = default;
        _start = _end = 0;
    }

    private void LetGo()
    {
        var unread = _end - _start;
        if (_block is null || unread > MostHeld)
        {
            return;
        }

        Use(null, unread == 0 ? default : new byte[unread]);
    }

    private void MakeRoom()
    {
        var unread = _end - _start;
        if (unread == 0)
        {
            _start = _end = 0;
        }

        if (_memory.Length - _end >= LeastRoom)
        {
            return;
        }

        // A message that is longer than a block has an array of its own, which doubles with it.
        var needed = unread + LeastRoom;
        if (needed <= _memory.Length / 2)
        {
            Unread.CopyTo(_memory.Span);
            _start = 0;
            _end = unread;
        }
        else if (needed <= pool.MaxBufferSize)
        {
            var block = pool.Rent(needed);
            Use(block, block.Memory);
        }
        else
        {
            Use(null, new byte[Math.Max(needed, 2 * unread)]);
        }
    }

    private void Use(IMemoryOwner<byte>? block, Memory<byte> memory)
    {
        var unread = _end - _start;
        Unread.CopyTo(memory.Span);
        _block?.Dispose();
        _block = block;
        _memory = memory;
        _start = 0;
        _end = unread;
    }
}
