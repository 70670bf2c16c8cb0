using FlumeSharp.Hdfs.Protos;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// Reads a file from start to end. When a replica fails or its bytes do not match their checksums, reading goes on at the same byte
/// from the next one.
/// </summary>
internal sealed class HdfsInputStream(BlockSource source, string path, LocatedFile file, ILogger logger) : Stream
{
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private LocatedFile _file = file;
    private BlockReader? _reader;
    private LocatedBlockProto? _block;
    private DatanodeInfoProto? _node;
    private long _position;
    private bool _located = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("HDFS files are read in order.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        while (_position < _file.Length)
        {
            _reader ??= await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var read = await _reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                _position += read;
                if (read > 0)
                {
                    _located = true;
                    return read;
                }
                _failed.Clear();
                await CloseReaderAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                ReplicaFailed(e);
                await CloseReaderAsync().ConfigureAwait(false);
            }
        }
        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read HDFS files with ReadAsync.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("HDFS files are read in order.");

    public override void SetLength(long value) => throw new NotSupportedException("The stream only reads.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream only reads.");

    public override void Flush()
    {
        // Nothing is buffered for writing.
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseReaderAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<BlockReader> OpenReaderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _block = _file.BlockAt(_position) ?? throw new FileSystemException($"hdfs: no block of '{path}' holds byte {_position}; the file was changed while it was read.", isRetryable: true);
            _node = _block.Corrupt ? null : _block.Locations.FirstOrDefault(n => !_failed.Contains(n.Id.DatanodeUuid));
            if (_node is null)
            {
                await LocateAgainAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }
            var offset = _position - (long)_block.Offset;
            try
            {
                return await source.OpenAsync(_node, _block, offset, _file.LengthOf(_block) - offset, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                ReplicaFailed(e);
            }
        }
    }

    /// <summary>Asks the namenode once more when every replica it named has failed: they may have moved, or the token expired.</summary>
    private async ValueTask LocateAgainAsync(CancellationToken cancellationToken)
    {
        if (!_located)
            throw new FileSystemException($"hdfs: no datanode delivers block {_block!.Block.BlockId} of '{path}' from byte {_position} on.", isRetryable: true);
        _located = false;
        _failed.Clear();
        _file = await source.LocateAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private void ReplicaFailed(Exception reason)
    {
        Log.ReplicaFailed(logger, _block!.Block.BlockId, path, DatanodeAddress.NameOf(_node!), reason.Message);
        _failed.Add(_node!.Id.DatanodeUuid);
    }

    private async ValueTask CloseReaderAsync()
    {
        if (_reader is { } reader)
        {
            _reader = null;
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }
}
