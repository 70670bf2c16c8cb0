using FlumeSharp.Hdfs.Namenode;
using FlumeSharp.Hdfs.Protos;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// A file being written: cuts the bytes into packets and the packets into blocks. A block that no datanode can go on with ends the
/// stream; what was flushed until then stands, and lease recovery settles the file.
/// </summary>
/// <remarks>
/// A block is finished only when more bytes come or the file is closed, so that a sync at its very end still reaches it. Every step
/// keeps its state: a flush or close that was cancelled or met a namenode that was away can be called again.
/// </remarks>
internal sealed class HdfsOutputStream : FileOutputStream
{
    private readonly NamenodeClient _namenode;
    private readonly BlockOpener _opener;
    private readonly PacketPool _pool;
    private readonly OpenFiles _openFiles;
    private readonly ILogger _logger;
    private readonly OpenedFile _file;
    private BlockWriter? _block;
    private ExtendedBlockProto? _lastBlock;
    private Packet? _packet;
    private FileSystemException? _fault;
    private long _position;
    private long _queued;
    private long _finalPacket = -1;
    private bool _blockPublished;
    private bool _syncBlocks;
    private bool _torn;
    private bool _closing;
    private bool _dataComplete;
    private bool _closed;

    public HdfsOutputStream(
        OpenedFile file, NamenodeClient namenode, BlockOpener opener, PacketPool pool, OpenFiles openFiles, ILogger logger)
    {
        _file = file;
        _position = file.Length;
        _lastBlock = file.LastBlock;
        _block = file.Block;
        _queued = file.Block?.AcknowledgedLength ?? 0;
        _namenode = namenode;
        _opener = opener;
        _pool = pool;
        _openFiles = openFiles;
        _logger = logger;
        openFiles.Add(this);
    }

    public override string Path => _file.Path;

    public override long Position => _position;

    public override int? CurrentReplicas => _block is { } block && Volatile.Read(ref _fault) is null ? block.Replicas : null;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
        if (_packet is { } packet && bytes.Length < packet.Free)
        {
            packet.Append(bytes.Span);
            _position += bytes.Length;
            return default;
        }
        return WritePacketsAsync(bytes, cancellationToken);
    }

    public override ValueTask FlushAsync(CancellationToken cancellationToken = default) => FlushAsync(sync: false, cancellationToken);

    public override ValueTask SyncAsync(CancellationToken cancellationToken = default)
    {
        _syncBlocks = true;
        return FlushAsync(sync: true, cancellationToken);
    }

    public override async ValueTask CloseAsync(CancellationToken cancellationToken = default)
    {
        if (_closed)
            return;
        ThrowIfFaulted();
        _closing = true;
        try
        {
            if (!_dataComplete)
            {
                if (HasUnsentBytes)
                    await SendPacketAsync(sync: false, cancellationToken).ConfigureAwait(false);
                if (_block is not null)
                    await FinishBlockAsync(cancellationToken).ConfigureAwait(false);
                _dataComplete = true;
            }
            await _namenode.CompleteAsync(_file.Path, _file.FileId, _lastBlock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DatanodeException or FileSystemException)
        {
            throw Failed(e);
        }
        _closed = true;
        await ReleaseAsync().ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_closed)
            return;
        Fault(new FileSystemException($"hdfs: '{Path}' was abandoned without being closed."));
        await ReleaseAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the stream: every later call throws <paramref name="reason"/>. The first reason stays.</summary>
    public void Fault(FileSystemException reason) => Interlocked.CompareExchange(ref _fault, reason, null);

    private bool HasUnsentBytes => _packet is { } packet && packet.End > _queued;

    private async ValueTask WritePacketsAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var before = _position;
        try
        {
            while (true)
            {
                if (_packet is { IsFull: true })
                    await SendPacketAsync(sync: false, cancellationToken).ConfigureAwait(false);
                if (bytes.IsEmpty)
                    return;
                var packet = _packet ??= await StartPacketAsync(cancellationToken).ConfigureAwait(false);
                var copied = packet.Append(bytes.Span);
                bytes = bytes[copied..];
                _position += copied;
            }
        }
        catch (Exception e)
        {
            // The caller cannot know how much was taken, so it must not go on as if nothing or all of it had been.
            _torn = _position > before;
            if (e is DatanodeException or FileSystemException)
                throw Failed(e);
            throw;
        }
    }

    private async ValueTask FlushAsync(bool sync, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        try
        {
            if (HasUnsentBytes)
                await SendPacketAsync(sync, cancellationToken).ConfigureAwait(false);
            else if (sync && _block is not null && _finalPacket < 0)
                await SendEmptyPacketAsync(isLast: false, sync: true, cancellationToken).ConfigureAwait(false);
            if (_block is not { } block)
                return;
            await block.WaitForAcknowledgementAsync(block.LastSequence, cancellationToken).ConfigureAwait(false);
            block.MarkVisible();
            if (!_blockPublished)
            {
                await _namenode.FsyncAsync(_file.Path, _file.FileId, _queued, cancellationToken).ConfigureAwait(false);
                _blockPublished = true;
            }
        }
        catch (Exception e) when (e is DatanodeException or FileSystemException)
        {
            throw Failed(e);
        }
    }

    private async ValueTask<Packet> StartPacketAsync(CancellationToken cancellationToken)
    {
        if (_queued == _file.BlockSize)
            await FinishBlockAsync(cancellationToken).ConfigureAwait(false);
        var packet = _pool.Rent();
        packet.Start(_queued, _file.BlockSize);
        return packet;
    }

    /// <summary>Queues the current packet, opening a block for it where there is none.</summary>
    private async ValueTask SendPacketAsync(bool sync, CancellationToken cancellationToken)
    {
        var packet = _packet!; // callers have looked
        _block ??= await _opener.OpenNextAsync(_file, _lastBlock, cancellationToken).ConfigureAwait(false);
        await _block.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);

        // Once queued the packet may be sent, acknowledged and reused at any moment, so the next one takes its share first.
        var unfinished = packet.UnfinishedChunk;
        Packet? next = null;
        if (!unfinished.IsEmpty && packet.End < _file.BlockSize)
        {
            next = _pool.Rent();
            next.Start(packet.End - unfinished.Length, _file.BlockSize);
            next.Append(unfinished);
        }
        _packet = next;
        _queued = packet.End;
        _block.Enqueue(packet, isLast: false, sync);
    }

    private async ValueTask<long> SendEmptyPacketAsync(bool isLast, bool sync, CancellationToken cancellationToken)
    {
        var block = _block!; // callers have looked
        await block.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        var packet = _pool.Rent();
        packet.Start(_queued, _queued);
        return block.Enqueue(packet, isLast, sync);
    }

    /// <summary>Ends the block once all its packets have arrived; the datanodes then finalise and report it.</summary>
    private async ValueTask FinishBlockAsync(CancellationToken cancellationToken)
    {
        var block = _block!; // callers have looked
        if (_finalPacket < 0)
        {
            await block.WaitForAcknowledgementAsync(block.LastSequence, cancellationToken).ConfigureAwait(false);
            _finalPacket = await SendEmptyPacketAsync(isLast: true, _syncBlocks, cancellationToken).ConfigureAwait(false);
        }
        await block.WaitForAcknowledgementAsync(_finalPacket, cancellationToken).ConfigureAwait(false);
        await block.DisposeAsync().ConfigureAwait(false);
        _lastBlock = new ExtendedBlockProto(block.Block) { NumBytes = (ulong)_queued };
        _block = null;
        _finalPacket = -1;
        _queued = 0;
        _blockPublished = false;
    }

    /// <summary>What to throw for a failure, and whether the stream ends with it.</summary>
    private FileSystemException Failed(Exception failure)
    {
        if (failure is DatanodeException broken)
        {
            var block = _block?.Block.BlockId ?? 0;
            Log.BlockGivenUp(_logger, block, Path, _block?.AcknowledgedLength ?? 0, broken.Message);
            Fault(new PipelineException(
                $"hdfs: '{Path}': {broken.Message} while block {block} was written, and no datanode of the block is left. What was flushed before is safe: recover the lease of the file and write on in another.", broken));
            return _fault!; // just set, or set earlier
        }
        var reason = (FileSystemException)failure;
        if (reason is PipelineException or LeaseException { IsRetryable: false } or PathNotFoundException)
            Fault(reason);
        return reason;
    }

    private async ValueTask ReleaseAsync()
    {
        _openFiles.Remove(this);
        if (_packet is { } packet)
        {
            _packet = null;
            _pool.Return(packet);
        }
        if (_block is { } block)
        {
            _block = null;
            await block.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void ThrowIfFaulted()
    {
        if (Volatile.Read(ref _fault) is { } fault)
            throw fault;
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ThrowIfFaulted();
        if (_closing)
            throw new FileSystemException($"hdfs: '{Path}' is being closed; only the close may be repeated.");
        if (_torn)
            throw new FileSystemException($"hdfs: a write to '{Path}' ended midway, so the file cannot be written further; close or abandon it and write to another.");
    }
}
