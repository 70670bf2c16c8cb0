using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>The block a pipeline writes, its datanodes in order, and how far the block has come.</summary>
internal sealed record PipelineTarget
{
    /// <summary>The block with the generation stamp its replicas have now.</summary>
    public required ExtendedBlockProto Block { get; init; }

    public required TokenProto Token { get; init; }

    public required IReadOnlyList<DatanodeInfoProto> Nodes { get; init; }

    public required IReadOnlyList<StorageTypeProto> StorageTypes { get; init; }

    public required IReadOnlyList<string> StorageIds { get; init; }

    /// <summary>The file's block size, which datanodes reserve.</summary>
    public required long BlockSize { get; init; }

    public required WriteStageProto Stage { get; init; }

    /// <summary>Bytes every replica is known to have.</summary>
    public long AcknowledgedLength { get; init; }

    /// <summary>Bytes any replica may have.</summary>
    public long SentLength { get; init; }

    /// <summary>The stamp the replicas get; 0 for a new block.</summary>
    public ulong LatestGenerationStamp { get; init; }

    /// <summary>A block that was just allocated.</summary>
    public static PipelineTarget ForNewBlock(LocatedBlockProto located, long blockSize) => new()
    {
        Block = located.Block,
        Token = located.BlockToken,
        Nodes = located.Locations,
        StorageTypes = located.StorageTypes,
        StorageIds = located.StorageIds,
        BlockSize = blockSize,
        Stage = WriteStageProto.PipelineSetupCreate,
    };

    /// <summary>The same without one node.</summary>
    public PipelineTarget Without(int node) => this with
    {
        Nodes = Remove(Nodes, node),
        StorageTypes = Remove(StorageTypes, node),
        StorageIds = Remove(StorageIds, node),
    };

    /// <summary>A node's place, or -1.</summary>
    public int IndexOf(DatanodeInfoProto node)
    {
        for (var i = 0; i < Nodes.Count; i++)
        {
            if (Nodes[i].Id.DatanodeUuid == node.Id.DatanodeUuid)
                return i;
        }
        return -1;
    }

    private static List<T> Remove<T>(IReadOnlyList<T> all, int index)
    {
        var rest = new List<T>(all);
        if (index < rest.Count)
            rest.RemoveAt(index);
        return rest;
    }
}
