using System.Buffers;

namespace FlumeSharp.Hdfs.SequenceFiles;

/// <summary>Buffered reading of exact amounts that grows its buffer only with bytes that are really there.</summary>
internal sealed class SequenceFileInput(Stream stream, string name) : IAsyncDisposable
{
    private const int FirstLength = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
    private int _start;
    private int _end;

    public long Position { get; private set; }

    /// <summary>Whether a byte follows.</summary>
    public async ValueTask<bool> HasMoreAsync(CancellationToken cancellationToken)
        => _end > _start || await FillAsync(1, cancellationToken).ConfigureAwait(false);

    /// <summary>The next bytes, valid until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(int count, CancellationToken cancellationToken)
    {
        if (_end - _start < count && !await FillAsync(count, cancellationToken).ConfigureAwait(false))
            throw Damaged($"the file ends here, where {count} more bytes should follow and {_end - _start} do");
        var bytes = _buffer.AsMemory(_start, count);
        _start += count;
        Position += count;
        return bytes;
    }

    public SequenceFileException Damaged(string problem) => new($"SequenceFile '{name}': {problem} (at byte {Position}).");

    public async ValueTask DisposeAsync()
    {
        if (_buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        while (_end < count)
        {
            if (_end == _buffer.Length)
                Grow(count);
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            _end += read;
        }
        return true;
    }

    private void Grow(int count)
    {
        // Doubling only when full keeps a false length from claiming memory for bytes that never come.
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(count, _buffer.Length * 2L));
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
