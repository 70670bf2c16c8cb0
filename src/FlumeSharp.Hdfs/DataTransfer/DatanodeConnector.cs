using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// Opens the byte stream to a datanode on which operations are written. What protects the data port (SASL, encryption) belongs here:
/// whoever reads and writes blocks only sees the stream.
/// </summary>
internal sealed class DatanodeConnector(HdfsConfiguration configuration, TimeProvider time)
{
    /// <exception cref="ServerUnavailableException">The datanode cannot be reached.</exception>
    public async Task<Stream> ConnectAsync(DatanodeInfoProto node, CancellationToken cancellationToken)
    {
        var address = DatanodeAddress.ForData(node, configuration);
        try
        {
            return await TcpConnector.ConnectAsync(address, configuration.SocketTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerUnavailableException e) when (!configuration.UseDatanodeHostName)
        {
            throw new ServerUnavailableException(
                $"{e.Message} The namenode gave this address for datanode '{node.Id.HostName}'; where only the name is reachable from here, set dfs.client.use.datanode.hostname=true.", e);
        }
    }
}
