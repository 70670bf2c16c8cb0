using System.Buffers;
using System.Buffers.Binary;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>Looks at a segment from its beginning to its end through a buffer of a few megabytes.</summary>
internal sealed class SegmentWindow(IStorageFile file, Segment segment, long end) : IDisposable
{
    private const int Size = 4 << 20;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Size);
    private long _start;
    private int _length;

    public long End => end;

    /// <summary>Whether the events in it are encrypted.</summary>
    public bool IsEncrypted => segment.IsEncrypted;

    /// <summary>Whether they can be read at all: not without what names their key.</summary>
    public bool IsReadable => !segment.IsEncrypted || segment.Encryption is not null;

    /// <summary>Bytes of the segment; fewer at its end. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Get(long position, int length)
    {
        length = (int)Math.Max(0, Math.Min(length, end - position));
        if (position < _start || position + length > _start + _length)
        {
            Load(position, length);
        }

        var from = (int)(position - _start);
        return _bytes.AsSpan(from, Math.Min(length, _length - from));
    }

    /// <summary>Reads the header of a frame that must fit into the segment.</summary>
    public bool TryReadHeader(long position, out FrameHeader header) =>
        FrameHeader.TryRead(Get(position, FrameHeader.Length), segment.Id, position, out header)
        && position + FrameHeader.Length + header.BodyLength <= end;

    /// <summary>The next place at or behind <paramref name="position"/> where a frame header stands; the end when there is none.</summary>
    public long FindHeader(long position)
    {
        for (position = FrameHeader.Padded(position); position < end; position += FrameHeader.Alignment)
        {
            if (BinaryPrimitives.TryReadUInt32LittleEndian(Get(position, sizeof(uint)), out var magic) && magic == FrameHeader.Magic && TryReadHeader(position, out _))
            {
                return position;
            }
        }

        return end;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Load(long position, int length)
    {
        if (length > _bytes.Length)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(length);
        }

        _start = position;
        _length = file.Read(_bytes.AsSpan(0, (int)Math.Min(_bytes.Length, end - position)), position);
    }
}
