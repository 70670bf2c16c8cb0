using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>A block without a pipeline and how far its recovery has come, so that one that was interrupted can go on.</summary>
internal sealed class BrokenPipeline(OpenedFile file, PipelineTarget target, PacketWindow window)
{
    private readonly int _nodesBefore = target.Nodes.Count;

    public OpenedFile File { get; } = file;

    public PacketWindow Window { get; } = window;

    /// <summary>The block with the stamp the namenode knows, and the nodes that are left.</summary>
    public PipelineTarget Target { get; set; } = target;

    /// <summary>What the datanodes are asked for.</summary>
    public WriteStageProto Stage { get; set; } =
        window.IsEnding ? WriteStageProto.PipelineCloseRecovery : WriteStageProto.PipelineSetupStreamingRecovery;

    /// <summary>What has not been dealt with yet; <see langword="null"/> also where nothing failed, as when a block is reopened.</summary>
    public DatanodeException? Failure { get; set; }

    /// <summary>Whether readers may have seen bytes of the block.</summary>
    public bool IsVisible { get; init; }

    /// <summary>Since when the only node left is waited for, as a time stamp.</summary>
    public long? WaitingSince { get; set; }

    /// <summary>Whether an expired block token has been met already.</summary>
    public bool IsTokenRenewed { get; set; }

    /// <summary>Whether another node can take part: not in the end of a block, and not before there is anything to copy.</summary>
    public bool MayBeReplaced =>
        Failure is null && Target.Nodes.Count < _nodesBefore && Stage != WriteStageProto.PipelineCloseRecovery && Window.AcknowledgedLength > 0;

    /// <summary>The block as every node left has it.</summary>
    public ExtendedBlockProto AcknowledgedBlock => new(Target.Block) { NumBytes = (ulong)Window.AcknowledgedLength };

    /// <summary>The target of the next attempt, under the stamp the namenode has just given.</summary>
    public PipelineTarget NextTarget(LocatedBlockProto renewed)
    {
        var stage = Stage;
        if (stage == WriteStageProto.PipelineSetupAppend)
            Stage = WriteStageProto.PipelineSetupAppendRecovery; // if this attempt fails, some replicas may be open already
        return Target with
        {
            Token = renewed.BlockToken,
            Stage = stage,
            AcknowledgedLength = Window.AcknowledgedLength,
            SentLength = stage == WriteStageProto.PipelineCloseRecovery ? Window.AcknowledgedLength : Window.SentLength,
            LatestGenerationStamp = renewed.Block.GenerationStamp,
        };
    }
}
