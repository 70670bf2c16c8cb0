namespace FlumeSharp.Channels.File;

/// <summary>The content of a file: as programs see it, and as it is on the disk's platter.</summary>
internal sealed class SimulatedInode
{
    private const int Sector = 512;
    private readonly List<(long Offset, byte[] Bytes)> _unflushed = [];
    private byte[] _seen = [];
    private byte[] _lasting = [];

    public long Length => _seen.Length;

    public int Read(Span<byte> destination, long offset)
    {
        var count = (int)Math.Clamp(_seen.Length - offset, 0, destination.Length);
        _seen.AsSpan((int)Math.Min(offset, _seen.Length), count).CopyTo(destination);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        Put(ref _seen, bytes, offset);
        _unflushed.Add((offset, bytes.ToArray()));
    }

    public void SetLength(long length)
    {
        Array.Resize(ref _seen, (int)length);

        // As a journalling file system does it: the cut itself may or may not outlive a power cut, but never brings bytes back.
        _unflushed.RemoveAll(write => write.Offset >= length);
        Array.Resize(ref _lasting, (int)Math.Min(length, _lasting.Length));
    }

    public void Flush()
    {
        foreach (var (offset, bytes) in _unflushed)
        {
            Put(ref _lasting, bytes.AsSpan(0, (int)Math.Clamp(_seen.Length - offset, 0, bytes.Length)), offset);
        }

        _unflushed.Clear();
    }

    /// <summary>The pages count as clean from now on, and some of them never were written.</summary>
    public void LoseUnflushed(Random random)
    {
        foreach (var (offset, bytes) in _unflushed.Where(_ => random.Next(2) == 0))
        {
            Put(ref _lasting, bytes, offset);
        }

        _unflushed.Clear();
    }

    public void CutPower(Random random)
    {
        var keepsMost = random.Next(3);
        foreach (var (offset, bytes) in _unflushed)
        {
            for (var at = 0; at < bytes.Length;)
            {
                var length = (int)Math.Min(bytes.Length - at, Sector - ((offset + at) % Sector));
                if (keepsMost == 0 || random.Next(keepsMost == 1 ? 2 : 10) > 0)
                {
                    Put(ref _lasting, bytes.AsSpan(at, length), offset + at);
                }

                at += length;
            }
        }

        _unflushed.Clear();
        _seen = [.. _lasting];
    }

    public void Flip(long offset, byte mask)
    {
        _seen[offset] ^= mask;
        _lasting = [.. _seen];
    }

    private static void Put(ref byte[] content, ReadOnlySpan<byte> bytes, long offset)
    {
        if (content.Length < offset + bytes.Length)
        {
            Array.Resize(ref content, (int)offset + bytes.Length);
        }

        bytes.CopyTo(content.AsSpan((int)offset));
    }
}
