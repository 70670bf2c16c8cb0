using System.Buffers;
using System.Buffers.Binary;
using FlumeSharp.Hdfs.Protos;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.Rpc;

/// <summary>
/// Client frames of Hadoop RPC 9: <c>int32 length | varint length, request header | varint length, message ...</c>, big-endian.
/// </summary>
internal static class RpcFrame
{
    public const int ContextCallId = -3;
    public const int PingCallId = -4;
    private const int ProtocolBuffers = 2;
    private const int FinalPacket = 0;

    /// <summary>"hrpc", version 9, service class 0, authentication 0: the user is what the connection context says.</summary>
    public static ReadOnlySpan<byte> SimplePreamble => [0x68, 0x72, 0x70, 0x63, 9, 0, 0];

    public static RpcRequestHeaderProto Header(RpcIdentity identity, int callId, int retryCount) => new()
    {
        RpcKind = ProtocolBuffers,
        RpcOp = FinalPacket,
        CallId = callId,
        ClientId = identity.ClientId,
        RetryCount = retryCount,
    };

    /// <summary>The context that names user and protocol, sent once before any call.</summary>
    public static void WriteContext(IBufferWriter<byte> output, RpcIdentity identity, string protocol) =>
        Write(
            output,
            Header(identity, ContextCallId, -1),
            new ConnectionContextProto { UserInfo = new UserInformationProto { EffectiveUser = identity.User }, Protocol = protocol });

    public static void WriteCall(IBufferWriter<byte> output, RpcRequestHeaderProto header, string protocol, string method, IMessage request) =>
        Write(output, header, new RequestHeaderProto { MethodName = method, ProtocolName = protocol, ProtocolVersion = 1 }, request);

    /// <summary>A frame the server never answers; it only provokes an error when the server is gone.</summary>
    public static void WritePing(IBufferWriter<byte> output, RpcIdentity identity) => Write(output, Header(identity, PingCallId, -1));

    private static void Write(IBufferWriter<byte> output, params ReadOnlySpan<IMessage> messages)
    {
        var length = 0;
        foreach (var message in messages)
            length += Delimited.SizeOf(message);

        var frame = output.GetSpan(4 + length);
        BinaryPrimitives.WriteInt32BigEndian(frame, length);
        var position = 4;
        foreach (var message in messages)
            position += Delimited.Write(frame[position..], message);
        output.Advance(position);
    }
}
