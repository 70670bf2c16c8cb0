using System.Buffers.Binary;

namespace FlumeSharp.Configuration.ZooKeeper;

/// <summary>Reads one message of ZooKeeper's encoding; one that is cut off is an <see cref="InvalidDataException"/>.</summary>
internal sealed class JuteReader(byte[] message)
{
    private int _position;

    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    public byte[] Buffer()
    {
        var length = Int();
        return length <= 0 ? [] : Take(length).ToArray();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > message.Length - _position)
            throw new InvalidDataException("a message of ZooKeeper is cut off");
        var taken = message.AsSpan(_position, count);
        _position += count;
        return taken;
    }
}
