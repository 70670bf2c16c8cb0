using System.Buffers.Binary;
using System.Text;

namespace FlumeSharp.Configuration.ZooKeeper;

/// <summary>Writes one frame of ZooKeeper's encoding; <see cref="ZooKeeperProtocol"/> draws it.</summary>
internal sealed class JuteWriter
{
    private readonly MemoryStream _frame = new();

    public JuteWriter() => Int(0);

    public JuteWriter Int(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        _frame.Write(bytes);
        return this;
    }

    public JuteWriter Long(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        _frame.Write(bytes);
        return this;
    }

    public JuteWriter Bool(bool value)
    {
        _frame.WriteByte(value ? (byte)1 : (byte)0);
        return this;
    }

    public JuteWriter Buffer(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        _frame.Write(value);
        return this;
    }

    public JuteWriter Text(string value) => Buffer(Encoding.UTF8.GetBytes(value));

    /// <summary>The frame with its length in front.</summary>
    public byte[] ToFrame()
    {
        var frame = _frame.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        return frame;
    }
}
