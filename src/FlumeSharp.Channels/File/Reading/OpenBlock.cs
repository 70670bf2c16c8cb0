using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Segments;

namespace FlumeSharp.Channels.File.Reading;

/// <summary>The block of events that was decrypted last: takes ask for its neighbours next.</summary>
internal sealed class OpenBlock
{
    private readonly ReadOnlyMemory<byte>[] _contents = new ReadOnlyMemory<byte>[EventBlock.MostEvents];
    private uint _segment;
    private long _place;
    private int _count;

    /// <summary>Whether it is that block.</summary>
    public bool Is(Segment segment, long place) => _segment == segment.Id && _place == place;

    /// <summary>Decrypts a block.</summary>
    /// <param name="segment">Where it is.</param>
    /// <param name="place">Where it begins.</param>
    /// <param name="payload">Its payload, whose checksum holds.</param>
    /// <param name="number">Its first event's number.</param>
    /// <param name="cipher">The segment's.</param>
    /// <returns>False when it is not what was written there under that number.</returns>
    public bool TryOpen(Segment segment, long place, ReadOnlySpan<byte> payload, long number, EventCipher cipher)
    {
        (_segment, _place, _count) = (0, 0, 0);
        if (cipher.TryDecrypt(payload, number, place) is not { } content)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = content;
        var count = 0;
        while (!rest.IsEmpty && count < _contents.Length)
        {
            if (!VarInt.TryRead(ref rest, out var length) || length > (ulong)rest.Length)
            {
                return false;
            }

            _contents[count++] = content.AsMemory(content.Length - rest.Length, (int)length);
            rest = rest[(int)length..];
        }

        (_segment, _place, _count) = (segment.Id, place, count);
        return rest.IsEmpty;
    }

    /// <summary>The content of one of its events; null when there is none.</summary>
    public ReadOnlyMemory<byte>? ContentAt(int ordinal) => ordinal < _count ? _contents[ordinal] : null;
}
