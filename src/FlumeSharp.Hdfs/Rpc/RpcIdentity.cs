using System.Security.Cryptography;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.Rpc;

/// <summary>
/// Who calls: a client id for the life of the file system, and the counter of its calls. The namenode remembers the outcome of
/// changing calls under (client id, call id), so every connection must draw its call ids from this one counter.
/// </summary>
internal sealed class RpcIdentity(string user)
{
    private int _lastCallId = -1;

    public string User { get; } = user;

    public ByteString ClientId { get; init; } = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16));

    public int NextCallId() => Interlocked.Increment(ref _lastCallId) & int.MaxValue;
}
