using FlumeSharp.Hdfs.Namenode;
using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Finds another datanode for a block being written and has a surviving one copy to it what there is.</summary>
internal sealed class SpareDatanode(NamenodeClient namenode, DatanodeConnector connector, HdfsConfiguration configuration, TimeProvider time)
{
    // Copying takes time by the length: what Hadoop's client allows for so many packets.
    private const int PacketsPerStep = 200;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <returns>The target with the new node, in the order the namenode wants.</returns>
    /// <exception cref="NoDatanodeException">The namenode knows no other.</exception>
    /// <exception cref="DatanodeException">The new node did not get the copy, or the surviving one could not be reached.</exception>
    public async Task<PipelineTarget> AddAsync(BrokenPipeline broken, CancellationToken cancellationToken)
    {
        var target = broken.Target;
        var located = await namenode.GetAdditionalDatanodeAsync(
            broken.File.Path, broken.File.FileId, broken.AcknowledgedBlock, target, broken.File.Excluded.Current(), cancellationToken).ConfigureAwait(false);
        var added = 0;
        while (added < located.Locations.Count && target.IndexOf(located.Locations[added]) >= 0)
            added++;
        if (added == located.Locations.Count)
            throw new NoDatanodeException("The namenode has no other datanode.");

        var source = located.Locations[added == 0 ? 1 : added - 1];
        await CopyAsync(source, located, added, broken.Window.SentLength, cancellationToken).ConfigureAwait(false);
        return target with { Nodes = located.Locations, StorageTypes = located.StorageTypes, StorageIds = located.StorageIds };
    }

    private async Task CopyAsync(DatanodeInfoProto source, LocatedBlockProto located, int added, long length, CancellationToken cancellationToken)
    {
        var request = new TransferBlockOperationProto
        {
            Header = new ClientOperationHeaderProto
            {
                BaseHeader = new BaseHeaderProto { Block = located.Block, Token = located.BlockToken },
                ClientName = namenode.ClientName,
            },
        };
        var receiver = located.Locations[added];
        request.Targets.Add(receiver);
        if (added < located.StorageTypes.Count)
            request.TargetStorageTypes.Add(located.StorageTypes[added]);
        if (added < located.StorageIds.Count)
            request.TargetStorageIds.Add(located.StorageIds[added]);

        var patience = configuration.SocketTimeout + (Step * (2 + (length / configuration.PacketSize / PacketsPerStep)));
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        BlockOperationResponseProto response;
        try
        {
            var stream = await connector.ConnectAsync(source, either.Token).ConfigureAwait(false);
            await using var _ = stream.ConfigureAwait(false);
            using var reader = new TransferReader(stream);
            await stream.WriteAsync(BlockOperation.Encode(BlockOperation.TransferBlock, request), either.Token).ConfigureAwait(false);
            response = await reader.ReadDelimitedAsync(BlockOperationResponseProto.Parser, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DatanodeException(added, receiver, null, $"did not get a copy of the block within {patience.TotalSeconds:0.#} s", e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new DatanodeException(0, source, null, $"failed while it copied the block: {e.Message}", e);
        }
        if (response.Status != (int)TransferStatus.Success)
            throw new DatanodeException(added, receiver, (TransferStatus)response.Status, $"did not get a copy of the block: {(TransferStatus)response.Status}");
    }
}
