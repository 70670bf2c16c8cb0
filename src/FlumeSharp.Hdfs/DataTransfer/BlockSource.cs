using FlumeSharp.Hdfs.Namenode;
using FlumeSharp.Hdfs.Protos;
using FlumeSharp.Hdfs.Rpc;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Finds the blocks of a file and opens them for reading.</summary>
internal sealed class BlockSource(
    NamenodeClient namenode, DatanodeConnector connector, RpcIdentity identity, HdfsConfiguration configuration, TimeProvider time, ILogger logger)
{
    private const string DatanodeProtocol = "org.apache.hadoop.hdfs.protocol.ClientDatanodeProtocol";

    private static readonly RpcMethod<ReplicaVisibleLengthResponseProto> GetReplicaVisibleLength =
        new("getReplicaVisibleLength", ReplicaVisibleLengthResponseProto.Parser);

    public Task<BlockReader> OpenAsync(
        DatanodeInfoProto node, LocatedBlockProto block, long offset, long length, CancellationToken cancellationToken) =>
        BlockReader.OpenAsync(connector, node, block, namenode.ClientName, offset, length, configuration, time, cancellationToken);

    /// <exception cref="PathNotFoundException">There is no such file.</exception>
    public async Task<LocatedFile> LocateAsync(string path, CancellationToken cancellationToken)
    {
        var request = new GetBlockLocationsRequestProto { Source = path, Offset = 0, Length = long.MaxValue };
        var response = await namenode.CallAsync(NamenodeMethods.GetBlockLocations, request, cancellationToken).ConfigureAwait(false);
        if (response.Locations is not { } located)
            throw new PathNotFoundException($"hdfs: '{path}' does not exist.");
        if (located.FileEncryptionInfo is not null || located.ErasureCodingPolicy is not null)
            throw new FileSystemException($"hdfs: '{path}' is encrypted or erasure coded, which cannot be read yet.");

        if (!located.UnderConstruction || located.IsLastBlockComplete || located.LastBlock is not { } last)
            return new LocatedFile((long)located.FileLength, located.Blocks);

        // The namenode does not know how far the block being written has come; its datanodes do. Its offset is the file's length so far.
        var visible = await VisibleLengthAsync(last, cancellationToken).ConfigureAwait(false);
        var blocks = new List<LocatedBlockProto>(located.Blocks.Count + 1);
        foreach (var block in located.Blocks)
        {
            if (block.Block.BlockId != last.Block.BlockId)
                blocks.Add(block);
        }
        if (visible > 0)
            blocks.Add(last);
        return new LocatedFile((long)last.Offset + visible, blocks);
    }

    private async Task<long> VisibleLengthAsync(LocatedBlockProto block, CancellationToken cancellationToken)
    {
        FileSystemException? failure = null;
        foreach (var node in block.Locations)
        {
            var rpc = new RpcClient([DatanodeAddress.ForCalls(node, configuration)], DatanodeProtocol, identity, configuration, time, logger);
            await using (rpc.ConfigureAwait(false))
            {
                try
                {
                    var request = new ReplicaVisibleLengthRequestProto { Block = block.Block };
                    var response = await rpc.CallAsync(GetReplicaVisibleLength, request, RpcRetry.None, cancellationToken).ConfigureAwait(false);
                    return (long)response.Length;
                }
                catch (FileSystemException e) when (e.RemoteClassName?.EndsWith("ReplicaNotFoundException", StringComparison.Ordinal) == true)
                {
                    // Allocated, but no byte has arrived there yet.
                }
                catch (FileSystemException e)
                {
                    failure = e;
                }
            }
        }
        return failure is null ? 0 : throw failure;
    }
}
