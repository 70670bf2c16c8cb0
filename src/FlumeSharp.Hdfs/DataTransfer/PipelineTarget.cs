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

    /// <summary>The unfinished last block of a file that is appended to.</summary>
    public static PipelineTarget ForAppend(LocatedBlockProto located, LocatedBlockProto renewed, long blockSize) => ForNewBlock(located, blockSize) with
    {
        Token = renewed.BlockToken,
        Stage = WriteStageProto.PipelineSetupAppend,
        AcknowledgedLength = (long)located.Block.NumBytes,
        SentLength = (long)located.Block.NumBytes,
        LatestGenerationStamp = renewed.Block.GenerationStamp,
    };
}
