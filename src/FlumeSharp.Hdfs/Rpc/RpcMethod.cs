using Google.Protobuf;

namespace FlumeSharp.Hdfs.Rpc;

/// <summary>A remote method: its name on the wire and how its response is read.</summary>
internal sealed record RpcMethod<TResponse>(string Name, MessageParser<TResponse> Parser)
    where TResponse : IMessage<TResponse>;
