using System.Buffers;
using System.Buffers.Binary;
using FlumeSharp.Hdfs.Protos;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Reads a range of one block from one datanode and verifies its checksums.</summary>
internal sealed class BlockReader : IAsyncDisposable
{
    private const int MaxPacket = 16 << 20;

    private readonly Stream _stream;
    private readonly TransferReader _reader;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private ChecksumType _checksum;
    private int _chunkSize;
    private byte[] _buffer = [];
    private ReadOnlyMemory<byte> _available;
    private long _position;
    private readonly long _end;

    private BlockReader(Stream stream, long offset, long length, TimeSpan patience, TimeProvider time)
    {
        _stream = stream;
        _reader = new TransferReader(stream);
        _position = offset;
        _end = offset + length;
        _patience = patience;
        _time = time;
    }

    /// <exception cref="IOException">The datanode cannot be reached or refuses.</exception>
    public static async Task<BlockReader> OpenAsync(
        DatanodeConnector connector,
        DatanodeInfoProto node,
        LocatedBlockProto block,
        string clientName,
        long offset,
        long length,
        HdfsConfiguration configuration,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var stream = await connector.ConnectAsync(node, cancellationToken).ConfigureAwait(false);
        var reader = new BlockReader(stream, offset, length, configuration.SocketTimeout, time);
        try
        {
            await reader.StartAsync(block, clientName, cancellationToken).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads what is there, at least one byte; 0 only at the end of the range.</summary>
    /// <exception cref="IOException">The connection broke, or the datanode was silent.</exception>
    /// <exception cref="InvalidDataException">The data do not match their checksums, or are not packets.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (_available.IsEmpty && _position < _end)
            await WithDeadlineAsync(ReadPacketAsync, cancellationToken).ConfigureAwait(false);
        var length = Math.Min(destination.Length, _available.Length);
        _available[..length].CopyTo(destination);
        _available = _available[length..];
        return length;
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _available = default;
        return _stream.DisposeAsync();
    }

    private Task StartAsync(LocatedBlockProto block, string clientName, CancellationToken cancellationToken)
    {
        var request = new ReadBlockOperationProto
        {
            Header = new ClientOperationHeaderProto
            {
                BaseHeader = new BaseHeaderProto { Block = block.Block, Token = block.BlockToken },
                ClientName = clientName,
            },
            Offset = (ulong)_position,
            Length = (ulong)(_end - _position),
            SendChecksums = true,
        };
        return WithDeadlineAsync(SendAsync, cancellationToken);

        async Task SendAsync(CancellationToken cancel)
        {
            await _stream.WriteAsync(BlockOperation.Encode(BlockOperation.ReadBlock, request), cancel).ConfigureAwait(false);
            var response = await _reader.ReadDelimitedAsync(BlockOperationResponseProto.Parser, cancel).ConfigureAwait(false);
            if (response.Status != (int)TransferStatus.Success)
                throw new IOException($"the datanode refused with {(TransferStatus)response.Status}: {response.Message}");
            _checksum = (ChecksumType)(response.ReadChecksum?.Checksum.Type ?? 0);
            _chunkSize = (int)(response.ReadChecksum?.Checksum.BytesPerChecksum ?? 0);
            if (_checksum is not (ChecksumType.Crc32 or ChecksumType.Crc32C) || _chunkSize <= 0)
                _checksum = ChecksumType.None;
        }
    }

    private async Task ReadPacketAsync(CancellationToken cancellationToken)
    {
        if (_buffer.Length < PacketHeader.PrefixLength)
            _buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        await _reader.ReadExactlyAsync(_buffer.AsMemory(0, PacketHeader.PrefixLength), cancellationToken).ConfigureAwait(false);
        var payloadLength = BinaryPrimitives.ReadInt32BigEndian(_buffer);
        int headerLength = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(4));
        if (payloadLength is < 4 or > MaxPacket || headerLength is < 0 or > 1024)
            throw new InvalidDataException($"a packet claims {payloadLength} bytes behind a header of {headerLength}");

        var total = headerLength + payloadLength - 4;
        if (total > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(total);
        }
        await _reader.ReadExactlyAsync(_buffer.AsMemory(0, total), cancellationToken).ConfigureAwait(false);
        var header = PacketHeader.Read(payloadLength, _buffer.AsSpan(0, headerLength));
        Verify(header, _buffer.AsSpan(headerLength, header.ChecksumLength), _buffer.AsSpan(headerLength + header.ChecksumLength, header.DataLength));

        // The first packet starts at the chunk the range begins in, the last may reach beyond its end.
        var skip = _position - header.Offset;
        if (skip < 0 || (header.IsLast && header.Offset + header.DataLength < _end))
            throw new InvalidDataException($"the datanode sent bytes from {header.Offset} on where {_position} was due");
        if (skip >= header.DataLength)
            return;
        var take = (int)Math.Min(header.DataLength - skip, _end - _position);
        _available = _buffer.AsMemory(headerLength + header.ChecksumLength + (int)skip, take);
        _position += take;
    }

    private void Verify(PacketHeader header, ReadOnlySpan<byte> checksums, ReadOnlySpan<byte> data)
    {
        if (_checksum == ChecksumType.None)
            return;
        if (checksums.Length != ChunkChecksum.LengthFor(_checksum, data.Length, _chunkSize))
            throw new InvalidDataException($"a packet of {data.Length} bytes came with {checksums.Length} bytes of checksums");
        var bad = ChunkChecksum.FindMismatch(_checksum, data, _chunkSize, checksums);
        if (bad >= 0)
            throw new InvalidDataException($"the checksum of the {_chunkSize} bytes from {header.Offset + ((long)bad * _chunkSize)} on does not match");
    }

    private async Task WithDeadlineAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await step(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"the datanode was silent for {_patience.TotalSeconds:0.#} s", e);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}
