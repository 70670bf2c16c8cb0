using System.Buffers.Binary;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// What stands before the checksums and data of a packet:
/// <c>int32 payload length (4 + checksums + data) | int16 header length | 09 offset | 11 sequence | 18 last | 25 data length [28 sync]</c>;
/// the two lengths are big-endian, the protobuf fields fixed-width and little-endian.
/// </summary>
internal readonly record struct PacketHeader(int PayloadLength, long Offset, long Sequence, bool IsLast, int DataLength, bool Sync)
{
    /// <summary>Bytes of the two lengths in front.</summary>
    public const int PrefixLength = 6;

    /// <summary>The most a header takes, with the prefix.</summary>
    public const int MaxLength = PrefixLength + 27;

    public const long HeartbeatSequence = -1;

    /// <summary>Bytes of checksums behind the header.</summary>
    public int ChecksumLength => PayloadLength - 4 - DataLength;

    public static int LengthFor(bool sync) => PrefixLength + (sync ? 27 : 25);

    /// <summary>Writes prefix and header to the front of <paramref name="output"/>.</summary>
    public void Write(Span<byte> output)
    {
        BinaryPrimitives.WriteInt32BigEndian(output, PayloadLength);
        BinaryPrimitives.WriteInt16BigEndian(output[4..], (short)(LengthFor(Sync) - PrefixLength));
        output[6] = 0x09;
        BinaryPrimitives.WriteInt64LittleEndian(output[7..], Offset);
        output[15] = 0x11;
        BinaryPrimitives.WriteInt64LittleEndian(output[16..], Sequence);
        output[24] = 0x18;
        output[25] = IsLast ? (byte)1 : (byte)0;
        output[26] = 0x25;
        BinaryPrimitives.WriteInt32LittleEndian(output[27..], DataLength);
        if (Sync)
        {
            output[31] = 0x28;
            output[32] = 1;
        }
    }

    /// <summary>Reads the header message, whose fields a server may order and extend as it likes.</summary>
    /// <exception cref="InvalidDataException">It is not a packet header.</exception>
    public static PacketHeader Read(int payloadLength, ReadOnlySpan<byte> message)
    {
        long offset = 0, sequence = 0;
        var dataLength = 0;
        bool last = false, sync = false;
        while (!message.IsEmpty)
        {
            int tag = message[0];
            message = message[1..];
            var size = tag switch { 0x09 or 0x11 => 8, 0x25 => 4, 0x18 or 0x28 => 1, _ => throw new InvalidDataException($"unknown field {tag:x2} in a packet header") };
            if (message.Length < size)
                throw new InvalidDataException("a packet header is cut off");
            if (tag == 0x09)
                offset = BinaryPrimitives.ReadInt64LittleEndian(message);
            else if (tag == 0x11)
                sequence = BinaryPrimitives.ReadInt64LittleEndian(message);
            else if (tag == 0x25)
                dataLength = BinaryPrimitives.ReadInt32LittleEndian(message);
            else if (tag == 0x18)
                last = message[0] != 0;
            else
                sync = message[0] != 0;
            message = message[size..];
        }
        if (dataLength < 0 || payloadLength - 4 - dataLength < 0)
            throw new InvalidDataException($"a packet of {payloadLength} bytes claims {dataLength} bytes of data");
        return new PacketHeader(payloadLength, offset, sequence, last, dataLength, sync);
    }
}
