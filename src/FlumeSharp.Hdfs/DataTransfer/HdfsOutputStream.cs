using FlumeSharp.Hdfs.Namenode;
using FlumeSharp.Hdfs.Protos;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// A file being written: cuts the bytes into packets and the packets into blocks. A failed pipeline ends the stream; what was flushed
/// until then stands, and lease recovery settles the file.
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
    private readonly ExcludedNodes _excluded;
    private readonly ILogger _logger;
    private readonly string _path;
    private readonly ulong _fileId;
    private readonly long _blockSize;
    private BlockPipeline? _pipeline;
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
        _path = file.Path;
        _fileId = file.FileId;
        _blockSize = file.BlockSize;
        _position = file.Length;
        _lastBlock = file.LastBlock;
        _pipeline = file.Pipeline;
        _queued = file.Pipeline?.Target.AcknowledgedLength ?? 0;
        _namenode = namenode;
        _opener = opener;
        _excluded = opener.ExcludeNone();
        _pool = pool;
        _openFiles = openFiles;
        _logger = logger;
        openFiles.Add(this);
    }

    public override string Path => _path;

    public override long Position => _position;

    public override int? CurrentReplicas => _pipeline is { Failure: null } pipeline ? pipeline.Target.Nodes.Count : null;

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
                if (_pipeline is not null)
                    await FinishBlockAsync(cancellationToken).ConfigureAwait(false);
                _dataComplete = true;
            }
            await _namenode.CompleteAsync(_path, _fileId, _lastBlock, cancellationToken).ConfigureAwait(false);
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
        Fault(new FileSystemException($"hdfs: '{_path}' was abandoned without being closed."));
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
            else if (sync && _pipeline is not null && _finalPacket < 0)
                await SendEmptyPacketAsync(isLast: false, sync: true, cancellationToken).ConfigureAwait(false);
            if (_pipeline is not { } pipeline)
                return;
            await pipeline.WaitForAcknowledgementAsync(pipeline.LastSequence, cancellationToken).ConfigureAwait(false);
            if (!_blockPublished)
            {
                await _namenode.FsyncAsync(_path, _fileId, _queued, cancellationToken).ConfigureAwait(false);
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
        if (_queued == _blockSize)
            await FinishBlockAsync(cancellationToken).ConfigureAwait(false);
        var packet = _pool.Rent();
        packet.Start(_queued, _blockSize);
        return packet;
    }

    /// <summary>Queues the current packet, opening a block for it where there is none.</summary>
    private async ValueTask SendPacketAsync(bool sync, CancellationToken cancellationToken)
    {
        var packet = _packet!; // callers have looked
        _pipeline ??= await _opener.OpenNextAsync(_path, _fileId, _blockSize, _lastBlock, _excluded, cancellationToken).ConfigureAwait(false);
        await _pipeline.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);

        // Once queued the packet may be sent, acknowledged and reused at any moment, so the next one takes its share first.
        var unfinished = packet.UnfinishedChunk;
        Packet? next = null;
        if (!unfinished.IsEmpty && packet.End < _blockSize)
        {
            next = _pool.Rent();
            next.Start(packet.End - unfinished.Length, _blockSize);
            next.Append(unfinished);
        }
        _packet = next;
        _queued = packet.End;
        _pipeline.Enqueue(packet, isLast: false, sync);
    }

    private async ValueTask<long> SendEmptyPacketAsync(bool isLast, bool sync, CancellationToken cancellationToken)
    {
        var pipeline = _pipeline!; // callers have looked
        await pipeline.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        var packet = _pool.Rent();
        packet.Start(_queued, _queued);
        return pipeline.Enqueue(packet, isLast, sync);
    }

    /// <summary>Ends the block once all its packets have arrived; the datanodes then finalise and report it.</summary>
    private async ValueTask FinishBlockAsync(CancellationToken cancellationToken)
    {
        var pipeline = _pipeline!; // callers have looked
        if (_finalPacket < 0)
        {
            await pipeline.WaitForAcknowledgementAsync(pipeline.LastSequence, cancellationToken).ConfigureAwait(false);
            _finalPacket = await SendEmptyPacketAsync(isLast: true, _syncBlocks, cancellationToken).ConfigureAwait(false);
        }
        await pipeline.WaitForAcknowledgementAsync(_finalPacket, cancellationToken).ConfigureAwait(false);
        await pipeline.DisposeAsync().ConfigureAwait(false);
        _lastBlock = new ExtendedBlockProto(pipeline.Target.Block) { NumBytes = (ulong)_queued };
        _pipeline = null;
        _finalPacket = -1;
        _queued = 0;
        _blockPublished = false;
    }

    /// <summary>What to throw for a failure, and whether the stream ends with it.</summary>
    private FileSystemException Failed(Exception failure)
    {
        if (failure is DatanodeException broken)
        {
            var block = _pipeline?.Target.Block.BlockId ?? 0;
            Log.PipelineFailed(_logger, block, _path, _pipeline?.AcknowledgedLength ?? 0, broken.Message);
            Fault(new PipelineException(
                $"hdfs: '{_path}': {broken.Message} while block {block} was written. What was flushed before is safe: recover the lease of the file and write on in another.", broken));
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
        if (_pipeline is { } pipeline)
        {
            _pipeline = null;
            await pipeline.DisposeAsync().ConfigureAwait(false);
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
            throw new FileSystemException($"hdfs: '{_path}' is being closed; only the close may be repeated.");
        if (_torn)
            throw new FileSystemException($"hdfs: a write to '{_path}' ended midway, so the file cannot be written further; close or abandon it and write to another.");
    }
}
