namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// One packet in one array: <c>[room for the header][room for checksums][data]</c>. Data are copied once, straight to their place;
/// sealing computes the checksums right in front of them and the header in front of those, so that a packet leaves, and can leave
/// again, as one run of bytes.
/// </summary>
internal sealed class Packet
{
    private readonly byte[] _buffer;
    private readonly ChecksumType _checksum;
    private readonly int _chunkSize;
    private readonly int _dataStart;
    private int _capacity;
    private int _sealedStart;

    public Packet(ChecksumType checksum, int chunkSize, int chunks)
    {
        _checksum = checksum;
        _chunkSize = chunkSize;
        _dataStart = PacketHeader.MaxLength + (checksum == ChecksumType.None ? 0 : chunks * ChunkChecksum.Size);
        _buffer = GC.AllocateUninitializedArray<byte>(_dataStart + (chunks * chunkSize));
    }

    /// <summary>Where in the block the data start.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes of data.</summary>
    public int Count { get; private set; }

    /// <summary>Where in the block the data end.</summary>
    public long End => Offset + Count;

    public long Sequence { get; private set; }

    /// <summary>Whether it ends the block.</summary>
    public bool IsLast { get; private set; }

    public int Free => _capacity - Count;

    public bool IsFull => Count == _capacity;

    /// <summary>Header, checksums and data as they go over the wire; only after <see cref="Seal"/>.</summary>
    public ReadOnlyMemory<byte> Sealed => _buffer.AsMemory(_sealedStart, _dataStart + Count - _sealedStart);

    /// <summary>Empties the packet for data from <paramref name="offset"/> on, at most to <paramref name="blockSize"/>.</summary>
    public void Start(long offset, long blockSize)
    {
        Offset = offset;
        Count = 0;
        var intoChunk = (int)(offset % _chunkSize);

        // A packet that starts inside a chunk must not leave it: the datanode joins the halves of the chunk on its disk.
        var most = intoChunk == 0 ? _buffer.Length - _dataStart : _chunkSize - intoChunk;
        _capacity = (int)Math.Min(most, blockSize - offset);
    }

    /// <summary>Copies as much as fits; returns how much that was.</summary>
    public int Append(ReadOnlySpan<byte> bytes)
    {
        var length = Math.Min(bytes.Length, Free);
        bytes[..length].CopyTo(_buffer.AsSpan(_dataStart + Count));
        Count += length;
        return length;
    }

    /// <summary>
    /// The bytes the packet after this one must repeat: those of an unfinished chunk, so that it starts where a chunk (or, after an
    /// append, the new part of one) starts and the datanode need not read back its own checksum.
    /// </summary>
    public ReadOnlySpan<byte> UnfinishedChunk
    {
        get
        {
            var over = (int)(End % _chunkSize);
            return _buffer.AsSpan(_dataStart, Count)[^Math.Min(over, Count)..];
        }
    }

    public void Seal(long sequence, bool isLast, bool sync)
    {
        Sequence = sequence;
        IsLast = isLast;
        var checksums = ChunkChecksum.LengthFor(_checksum, Count, _chunkSize);
        var checksumStart = _dataStart - checksums;
        ChunkChecksum.Compute(_checksum, _buffer.AsSpan(_dataStart, Count), _chunkSize, _buffer.AsSpan(checksumStart, checksums));
        _sealedStart = checksumStart - PacketHeader.LengthFor(sync);
        new PacketHeader(4 + checksums + Count, Offset, sequence, isLast, Count, sync).Write(_buffer.AsSpan(_sealedStart));
    }
}
