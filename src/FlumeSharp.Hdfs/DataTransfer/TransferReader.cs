using System.Buffers;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Buffered reading of what a datanode sends: delimited messages, and raw bytes for packets.</summary>
internal sealed class TransferReader(Stream stream) : IDisposable
{
    private const int MaxMessage = 1 << 20;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(8192);
    private int _start;
    private int _end;

    /// <summary>
    /// Takes a delimited message's bytes if they have all arrived; they stay valid until the next call.
    /// </summary>
    public bool TryTakeDelimited(out ReadOnlySpan<byte> message)
    {
        var buffered = _buffer.AsSpan(_start, _end - _start);
        message = default;
        if (!Delimited.TryReadVarint(buffered, out var size, out var prefix))
            return false;
        if (size > MaxMessage)
            throw new InvalidDataException($"a message claims {size} bytes");
        if (buffered.Length - prefix < (int)size)
            return false;
        message = buffered.Slice(prefix, (int)size);
        _start += prefix + (int)size;
        return true;
    }

    public async ValueTask<T> ReadDelimitedAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        while (true)
        {
            if (TryParse(out var message))
                return message;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        bool TryParse(out T message)
        {
            var complete = TryTakeDelimited(out var bytes);
            message = complete ? parser.ParseFrom(bytes) : default!; // only read when complete
            return complete;
        }
    }

    /// <summary>Reads more bytes into the buffer.</summary>
    /// <exception cref="EndOfStreamException">The datanode closed the connection.</exception>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            // A message that does not fit behind what was read before moves to the front, or to a larger array.
            var target = _start > 0 ? _buffer : ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
            _buffer.AsSpan(_start, _end - _start).CopyTo(target);
            if (target != _buffer)
                ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
            _end -= _start;
            _start = 0;
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        if (read == 0)
            throw new EndOfStreamException("the datanode closed the connection");
        _end += read;
    }

    /// <summary>Fills <paramref name="destination"/> with the next bytes.</summary>
    public async ValueTask ReadExactlyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        var buffered = Math.Min(destination.Length, _end - _start);
        _buffer.AsMemory(_start, buffered).CopyTo(destination);
        _start += buffered;
        if (buffered < destination.Length)
            await stream.ReadExactlyAsync(destination[buffered..], cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }
}
