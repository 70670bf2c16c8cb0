using System.Numerics;
using Google.Protobuf;

namespace FlumeSharp.Hdfs;

/// <summary>Messages behind their length as a varint, the way both Hadoop protocols write them.</summary>
internal static class Delimited
{
    public static int SizeOf(IMessage message)
    {
        var size = message.CalculateSize();
        return VarintSize((uint)size) + size;
    }

    public static int VarintSize(uint value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Writes length and message; returns the bytes used.</summary>
    public static int Write(Span<byte> output, IMessage message)
    {
        var size = message.CalculateSize();
        var prefix = WriteVarint(output, (uint)size);
        message.WriteTo(output.Slice(prefix, size));
        return prefix + size;
    }

    public static int WriteVarint(Span<byte> output, uint value)
    {
        var position = 0;
        while (value >= 0x80)
        {
            output[position++] = (byte)(value | 0x80);
            value >>= 7;
        }
        output[position++] = (byte)value;
        return position;
    }

    /// <summary>Reads a varint of up to 64 bits; <see langword="false"/> when the input ends before it does.</summary>
    /// <exception cref="InvalidDataException">More than ten bytes.</exception>
    public static bool TryReadVarint(ReadOnlySpan<byte> input, out ulong value, out int length)
    {
        value = 0;
        for (length = 0; length < input.Length;)
        {
            if (length == 10)
                throw new InvalidDataException("A length on the wire is longer than ten bytes.");
            var part = input[length];
            value |= (ulong)(part & 0x7F) << (7 * length);
            length++;
            if (part < 0x80)
                return true;
        }
        return false;
    }

    /// <summary>Takes one delimited message off the front of <paramref name="input"/>.</summary>
    public static T Take<T>(ref ReadOnlySpan<byte> input, MessageParser<T> parser)
        where T : IMessage<T>
    {
        if (!TryReadVarint(input, out var size, out var prefix) || size > (ulong)(input.Length - prefix))
            throw new InvalidDataException($"A {typeof(T).Name} on the wire is cut off.");
        var message = parser.ParseFrom(input.Slice(prefix, (int)size));
        input = input[(prefix + (int)size)..];
        return message;
    }
}
