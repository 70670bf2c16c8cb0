using System.Buffers;
using System.Runtime.CompilerServices;

namespace FlumeSharp.Hdfs.Local;

/// <summary>
/// A local file being written. Bytes gather in a pooled buffer and go out at explicit offsets, so that a write that failed half way
/// (disk full) can be tried again without leaving a gap or a repetition.
/// </summary>
internal sealed class LocalOutputStream : FileOutputStream
{
    internal const int BufferSize = 64 * 1024;

    private readonly FileStream _file;
    private byte[]? _buffer;
    private int _buffered;
    private long _written;
    private bool _tailUncertain;
    private bool _closed;
    private int _operations;
    private Exception? _lost;

    public LocalOutputStream(string path, FileStream file, long length)
    {
        Path = path;
        _file = file;
        _written = length;
        _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    }

    public override string Path { get; }

    public override long Position => _written + _buffered;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        var buffer = Writable();
        cancellationToken.ThrowIfCancellationRequested();
        if (bytes.Length > buffer.Length - _buffered)
            return WriteThroughAsync(bytes);
        bytes.Span.CopyTo(buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
        return ValueTask.CompletedTask;
    }

    public override ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        Writable();
        cancellationToken.ThrowIfCancellationRequested();
        return _buffered == 0 && !_tailUncertain ? ValueTask.CompletedTask : DrainAsync();
    }

    public override async ValueTask SyncAsync(CancellationToken cancellationToken = default)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        // After a failed fsync the kernel forgets the lost pages and the next one reports success, so the first failure is final.
        if (_lost is not null)
            throw LocalErrors.Wrap("sync", Path, _lost);
        Interlocked.Increment(ref _operations);
        try
        {
            await Task.Run(() => RandomAccess.FlushToDisk(_file.SafeFileHandle), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception ex) when (LocalErrors.Is(ex))
        {
            _lost = ex;
            throw LocalErrors.Wrap("sync", Path, ex);
        }
        finally
        {
            Interlocked.Decrement(ref _operations);
        }
    }

    public override async ValueTask CloseAsync(CancellationToken cancellationToken = default)
    {
        if (_closed)
            return;
        await SyncAsync(cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_closed)
            return;
        _closed = true;
        var buffer = _buffer;
        _buffer = null;
        // A caller that gave up waiting may leave a write behind that still reads the buffer: then the collector gets it, not the pool.
        if (buffer is not null && Volatile.Read(ref _operations) == 0)
            ArrayPool<byte>.Shared.Return(buffer);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private byte[] Writable()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return _buffer!; // Only null once closed.
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteThroughAsync(ReadOnlyMemory<byte> bytes)
    {
        await DrainAsync().ConfigureAwait(false);
        var buffer = Writable();
        if (bytes.Length < buffer.Length)
        {
            bytes.CopyTo(buffer);
            _buffered = bytes.Length;
            return;
        }
        await WriteOutAsync(bytes).ConfigureAwait(false);
        _written += bytes.Length;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DrainAsync()
    {
        var count = _buffered;
        await WriteOutAsync(Writable().AsMemory(0, count)).ConfigureAwait(false);
        _buffered = 0;
        _written += count;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteOutAsync(ReadOnlyMemory<byte> bytes)
    {
        Interlocked.Increment(ref _operations);
        try
        {
            if (_tailUncertain)
            {
                // A direct write that failed may have left bytes that the caller will not repeat.
                RandomAccess.SetLength(_file.SafeFileHandle, _written);
                _tailUncertain = false;
            }
            if (!bytes.IsEmpty)
                await RandomAccess.WriteAsync(_file.SafeFileHandle, bytes, _written).ConfigureAwait(false);
        }
        catch (Exception ex) when (LocalErrors.Is(ex))
        {
            _tailUncertain = true;
            throw LocalErrors.Wrap("write to", Path, ex);
        }
        finally
        {
            Interlocked.Decrement(ref _operations);
        }
    }
}
