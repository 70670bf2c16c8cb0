using System.Net;
using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Where a datanode is reached, and how messages name it.</summary>
internal static class DatanodeAddress
{
    public static DnsEndPoint ForData(DatanodeInfoProto node, HdfsConfiguration configuration) =>
        new(configuration.UseDatanodeHostName ? node.Id.HostName : node.Id.IpAddress, (int)node.Id.TransferPort);

    public static DnsEndPoint ForCalls(DatanodeInfoProto node, HdfsConfiguration configuration) =>
        new(configuration.UseDatanodeHostName ? node.Id.HostName : node.Id.IpAddress, (int)node.Id.IpcPort);

    /// <summary>The name other datanodes use in <c>firstBadLink</c>: always the address, never the host name.</summary>
    public static string NameOf(DatanodeInfoProto node) => $"{node.Id.IpAddress}:{node.Id.TransferPort}";
}
