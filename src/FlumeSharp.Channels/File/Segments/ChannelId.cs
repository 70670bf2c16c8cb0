using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FlumeSharp.Channels.File.Segments;

/// <summary>Tells the storage of one channel from every other, for as long as it lives.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChannelId(UInt128 Value)
{
    public const int Length = 16;

    public static ChannelId New() => Read(RandomNumberGenerator.GetBytes(Length));

    public static ChannelId Read(ReadOnlySpan<byte> source) => new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(source));

    public void Write(Span<byte> destination) => System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
