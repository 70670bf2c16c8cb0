using System.Buffers.Binary;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Requests to a datanode: <c>int16 28 | opcode | varint length, message</c>.</summary>
internal static class BlockOperation
{
    public const byte WriteBlock = 80;
    public const byte ReadBlock = 81;
    public const byte TransferBlock = 86;
    private const short Version = 28;

    public static byte[] Encode(byte opcode, IMessage message)
    {
        var bytes = new byte[3 + Delimited.SizeOf(message)];
        BinaryPrimitives.WriteInt16BigEndian(bytes, Version);
        bytes[2] = opcode;
        Delimited.Write(bytes.AsSpan(3), message);
        return bytes;
    }
}
