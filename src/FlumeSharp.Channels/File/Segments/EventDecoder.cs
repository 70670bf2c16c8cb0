using System.Buffers.Binary;
using System.Text;

namespace FlumeSharp.Channels.File.Segments;

/// <summary>Reads events back. Equal headers of neighbours become one object.</summary>
internal sealed class EventDecoder
{
    private byte[] _lastBytes = [];
    private EventHeaders _lastHeaders = EventHeaders.Empty;

    /// <summary>Whether a record is as it was written.</summary>
    /// <param name="record">From its first byte on; may be longer.</param>
    /// <param name="isEncrypted">Whether it stands in an encrypted segment.</param>
    /// <param name="length">Its length, its own header included.</param>
    public static bool IsWhole(ReadOnlySpan<byte> record, bool isEncrypted, out int length)
    {
        length = 0;
        if (record.Length < EventEncoder.RecordHeaderLength)
        {
            return false;
        }

        var payload = BinaryPrimitives.ReadInt32LittleEndian(record);
        if (payload < 2 || payload > record.Length - EventEncoder.RecordHeaderLength
            || BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) != Checksum.Of((uint)payload | (isEncrypted ? EventEncoder.EncryptedMark : 0), record.Slice(EventEncoder.RecordHeaderLength, payload)))
        {
            return false;
        }

        length = EventEncoder.RecordHeaderLength + payload;
        return true;
    }

    /// <summary>Which one of its frame a whole record is; of a block, its first.</summary>
    public static long IndexOf(ReadOnlySpan<byte> record)
    {
        var payload = record[EventEncoder.RecordHeaderLength..];
        return VarInt.TryRead(ref payload, out var index) ? (long)index : -1;
    }

    /// <summary>The event of a payload whose checksum held; its body stays where it is. Null when it makes no sense all the same.</summary>
    public Event? Decode(ReadOnlyMemory<byte> payload)
    {
        var rest = payload.Span;
        return VarInt.TryRead(ref rest, out _) ? DecodeContent(payload[^rest.Length..]) : null;
    }

    /// <summary>The event of a payload without its first number, as it stands in a block.</summary>
    public Event? DecodeContent(ReadOnlyMemory<byte> payload)
    {
        var rest = payload.Span;
        if (!VarInt.TryRead(ref rest, out var count) || count > (ulong)rest.Length)
        {
            return null;
        }

        if (count == 0)
        {
            return new Event(payload[^rest.Length..]);
        }

        var known = _lastBytes.AsSpan();
        if (!known.IsEmpty && payload.Span.StartsWith(known))
        {
            return new Event(payload[known.Length..], _lastHeaders);
        }

        var entries = new KeyValuePair<string, string?>[count];
        for (var i = 0; i < entries.Length; i++)
        {
            if (!TryReadText(ref rest, 0, out var name) || name is null || !TryReadText(ref rest, 1, out var value))
            {
                return null;
            }

            entries[i] = new(name, value);
        }

        var headers = EventHeaders.FromDistinct(entries);
        _lastBytes = payload.Span[..^rest.Length].ToArray();
        _lastHeaders = headers;
        return new Event(payload[^rest.Length..], headers);
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> source, ulong plus, out string? text)
    {
        text = null;
        if (!VarInt.TryRead(ref source, out var length))
        {
            return false;
        }

        if (length < plus)
        {
            return true;
        }

        length -= plus;
        if (length > (ulong)source.Length)
        {
            return false;
        }

        text = Encoding.UTF8.GetString(source[..(int)length]);
        source = source[(int)length..];
        return true;
    }
}
