using System.Buffers;

namespace FlumeSharp.Channels.File.Segments;

/// <summary>
/// The bytes of one frame in an array from the pool, room for the header first. Its owner encodes into it, the writer completes the
/// header. Kept between transactions unless it has become large.
/// </summary>
internal sealed class FrameBuffer
{
    private const int InitialSize = 4096;
    private const int KeptSize = 256 * 1024;
    private byte[] _bytes = [];

    /// <summary>Bytes used, the header's included.</summary>
    public int Length { get; private set; }

    /// <summary>The frame without padding.</summary>
    public Span<byte> Frame => _bytes.AsSpan(0, Length);

    /// <summary>The frame with its padding.</summary>
    public ReadOnlySpan<byte> Padded => _bytes.AsSpan(0, (int)FrameHeader.Padded(Length));

    /// <summary>Begins a frame.</summary>
    public void Begin()
    {
        if (_bytes.Length < InitialSize)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
        }

        Length = FrameHeader.Length;
    }

    /// <summary>Room for more bytes, behind those that are there; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Reserve(int count)
    {
        var needed = Length + count + FrameHeader.Alignment;
        if (needed > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, (long)_bytes.Length * 2), Array.MaxLength));
            Frame.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length, count);
    }

    /// <summary>Counts bytes as used.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Goes on at a multiple of 8; the bytes between are 0.</summary>
    public void Align()
    {
        var gap = (int)FrameHeader.Padded(Length) - Length;
        Reserve(gap).Clear();
        Length += gap;
    }

    /// <summary>Fills the bytes up to the next frame.</summary>
    public void Pad() => _bytes.AsSpan(Length, (int)FrameHeader.Padded(Length) - Length).Clear();

    /// <summary>Lets go of a large array.</summary>
    public void Trim()
    {
        Length = 0;
        if (_bytes.Length > KeptSize)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }
}
