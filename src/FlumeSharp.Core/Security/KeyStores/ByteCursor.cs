using System.Buffers.Binary;

namespace FlumeSharp.Security.KeyStores;

/// <summary>Reads Java's DataOutput types from memory; every length is checked against what is left before anything is made of it.</summary>
internal sealed class ByteCursor(ReadOnlyMemory<byte> data)
{
    public int Position { get; private set; }

    public int Remaining => data.Length - Position;

    public byte ReadByte() => Take(1).Span[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2).Span);

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(4).Span);

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(8).Span);

    /// <summary>A number of things that take at least <paramref name="leastSize"/> bytes each.</summary>
    public int ReadCount(int leastSize)
    {
        var count = ReadInt32();
        return count >= 0 && count <= Remaining / leastSize
            ? count
            : throw new InvalidDataException($"the file is damaged or cut off: byte {Position - 4} claims {count} entries");
    }

    /// <summary>Bytes behind their 32-bit length.</summary>
    public ReadOnlyMemory<byte> ReadBlock() => Take(ReadInt32());

    public ReadOnlyMemory<byte> Take(int count)
    {
        if (count < 0 || count > Remaining)
            throw new InvalidDataException($"the file is damaged or cut off: {count} bytes should follow byte {Position}, but {Remaining} do");
        var bytes = data.Slice(Position, count);
        Position += count;
        return bytes;
    }

    /// <summary>A string as DataOutput.writeUTF writes it: 16-bit length, then UTF-8 with NUL as two bytes and surrogates apart.</summary>
    public string ReadUtf()
    {
        var bytes = Take(ReadUInt16()).Span;
        var chars = new char[bytes.Length];
        var count = 0;
        for (var i = 0; i < bytes.Length; count++)
        {
            var first = bytes[i];
            var size = first switch { < 0x80 => 1, >= 0xC0 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, _ => int.MaxValue };
            if (size > bytes.Length - i)
                throw new InvalidDataException($"the file is damaged: the text before byte {Position} is not Java's UTF-8");
            chars[count] = (char)(size switch
            {
                1 => first,
                2 => ((first & 0x1F) << 6) | (bytes[i + 1] & 0x3F),
                _ => ((first & 0x0F) << 12) | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F),
            });
            i += size;
        }
        return new string(chars, 0, count);
    }
}
