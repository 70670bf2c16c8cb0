using System.Buffers.Binary;
using System.Text;
using FlumeSharp.Channels.File.Encryption;

namespace FlumeSharp.Channels.File.Segments;

/// <summary>Writes the events of a transaction into a frame. Neighbours mostly share their headers, which are encoded once for all.</summary>
internal sealed class EventEncoder
{
    public const int RecordHeaderLength = 8;

    /// <summary>What the length of an encrypted event has besides, where its checksum is computed.</summary>
    public const uint EncryptedMark = 1u << 31;

    // A UTF-16 unit takes at most three bytes of UTF-8.
    private const int MaxBytesPerUnit = 3;
    private readonly byte[] _index = new byte[VarInt.MaxLength];
    private EventHeaders? _headers;
    private byte[] _encoded = new byte[256];
    private int _encodedLength;

    /// <summary>Encodes events and notes where each begins in the frame.</summary>
    /// <exception cref="ChannelException">They take more than <paramref name="maxLength"/> bytes.</exception>
    public void Encode(ReadOnlySpan<Event> events, FrameBuffer buffer, ref int[] offsets, long maxLength, string channel)
    {
        Begin(events, buffer, ref offsets);
        for (var i = 0; i < events.Length; i++)
        {
            var item = events[i];
            EncodeHeaders(item.Headers);
            var index = VarInt.Write(_index, (ulong)i);
            var payload = index + _encodedLength + item.Body.Length;
            CheckRoom(buffer.Length + (long)payload + RecordHeaderLength, maxLength, events.Length, channel);
            var record = buffer.Reserve(RecordHeaderLength + payload);
            offsets[i] = buffer.Length;
            BinaryPrimitives.WriteInt32LittleEndian(record, payload);
            var content = record[RecordHeaderLength..];
            _index.AsSpan(0, index).CopyTo(content);
            _encoded.AsSpan(0, _encodedLength).CopyTo(content[index..]);
            item.Body.Span.CopyTo(content[(index + _encodedLength)..]);
            BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum.Of((uint)payload, content));
            buffer.Advance(record.Length);
        }

        buffer.Pad();
        _headers = null;
    }

    /// <summary>Encodes events into blocks, with room for their tags: <see cref="EventCipher"/> encrypts them and completes their checksums.</summary>
    /// <exception cref="ChannelException">They take more than <paramref name="maxLength"/> bytes.</exception>
    public void EncodeBlocks(ReadOnlySpan<Event> events, FrameBuffer buffer, ref int[] offsets, long maxLength, string channel)
    {
        Begin(events, buffer, ref offsets);
        var next = 0;
        while (next < events.Length)
        {
            buffer.Align();
            var block = buffer.Length;
            var start = buffer.Reserve(EventBlock.MaxHeaderLength);
            var countAt = block + RecordHeaderLength + VarInt.Write(start[RecordHeaderLength..], (ulong)next);
            buffer.Advance(countAt + 1 - block);
            var count = 0;
            for (; next < events.Length && count < EventBlock.MostEvents && buffer.Length - block < EventBlock.TargetLength; next++)
            {
                var item = events[next];
                EncodeHeaders(item.Headers);
                var length = _encodedLength + item.Body.Length;
                CheckRoom(buffer.Length + (long)length + EventBlock.MaxOverhead, maxLength, events.Length, channel);
                offsets[next] = block + count++;
                var content = buffer.Reserve(VarInt.MaxLength + length);
                var prefix = VarInt.Write(content, (ulong)length);
                _encoded.AsSpan(0, _encodedLength).CopyTo(content[prefix..]);
                item.Body.Span.CopyTo(content[(prefix + _encodedLength)..]);
                buffer.Advance(prefix + length);
            }

            buffer.Reserve(EventCipher.TagLength);
            buffer.Advance(EventCipher.TagLength);
            buffer.Frame[countAt] = (byte)count;
            BinaryPrimitives.WriteInt32LittleEndian(buffer.Frame[block..], buffer.Length - block - RecordHeaderLength);
        }

        buffer.Pad();
        _headers = null;
    }

    private static void Begin(ReadOnlySpan<Event> events, FrameBuffer buffer, ref int[] offsets)
    {
        if (offsets.Length < events.Length)
        {
            offsets = new int[Math.Max(events.Length, offsets.Length * 2)];
        }

        buffer.Begin();
    }

    private static void CheckRoom(long needed, long maxLength, int events, string channel)
    {
        if (needed > maxLength)
        {
            throw new ChannelException(
                $"The {events} events of this transaction do not fit into one file of maxFileSize, {maxLength} bytes: use smaller batches, or raise maxFileSize. [channel={channel}]");
        }
    }

    private void EncodeHeaders(EventHeaders headers)
    {
        if (ReferenceEquals(headers, _headers))
        {
            return;
        }

        var most = VarInt.MaxLength;
        foreach (ref readonly var header in headers.AsSpan())
        {
            most += ((header.Key.Length + (header.Value?.Length ?? 0)) * MaxBytesPerUnit) + (2 * VarInt.MaxLength);
        }

        if (_encoded.Length < most)
        {
            _encoded = new byte[Math.Max(most, _encoded.Length * 2)];
        }

        var length = VarInt.Write(_encoded, (ulong)headers.Count);
        foreach (ref readonly var header in headers.AsSpan())
        {
            length += WriteText(_encoded.AsSpan(length), header.Key, 0);
            length += header.Value is null ? VarInt.Write(_encoded.AsSpan(length), 0) : WriteText(_encoded.AsSpan(length), header.Value, 1);
        }

        _encodedLength = length;
        _headers = headers;
    }

    private static int WriteText(Span<byte> destination, string text, int plus)
    {
        // Short text leaves one byte for its length whatever it encodes to.
        if ((text.Length * MaxBytesPerUnit) + plus < 0x80)
        {
            var length = Encoding.UTF8.GetBytes(text, destination[1..]);
            destination[0] = (byte)(length + plus);
            return length + 1;
        }

        var prefix = VarInt.Write(destination, (ulong)(Encoding.UTF8.GetByteCount(text) + plus));
        return prefix + Encoding.UTF8.GetBytes(text, destination[prefix..]);
    }
}
