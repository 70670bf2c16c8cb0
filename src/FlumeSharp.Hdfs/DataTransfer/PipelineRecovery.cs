using FlumeSharp.Hdfs.Namenode;
using FlumeSharp.Hdfs.Protos;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// Rebuilds the pipeline of a block: without the node that failed, with another in its place where the policy wants one, under a new
/// generation stamp, so that the replica of a node that is gone cannot be mistaken for a good one.
/// </summary>
internal sealed class PipelineRecovery(
    NamenodeClient namenode, PipelineSetup setup, SpareDatanode spare, HdfsConfiguration configuration, TimeProvider time, ILogger logger)
{
    private const int SpareTries = 3;
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(4);

    /// <summary>Sets the pipeline up again, or for the first time when a block is reopened.</summary>
    /// <returns>The new pipeline, which sends again what is in the window; <see langword="null"/> where the datanodes have ended the block themselves.</returns>
    /// <exception cref="DatanodeException">No node is left.</exception>
    /// <exception cref="PipelineException">The policy asks for another node, and there is none.</exception>
    public async Task<BlockPipeline?> RecoverAsync(BrokenPipeline broken, CancellationToken cancellationToken)
    {
        while (true)
        {
            await SettleFailureAsync(broken, cancellationToken).ConfigureAwait(false);
            await ReplaceAsync(broken, cancellationToken).ConfigureAwait(false);
            if (broken.Failure is not null)
                continue;

            var block = broken.AcknowledgedBlock;
            var renewed = await namenode.UpdateBlockForPipelineAsync(block, cancellationToken).ConfigureAwait(false);
            var target = broken.NextTarget(renewed);
            try
            {
                var (stream, reader) = await setup.OpenAsync(target, cancellationToken).ConfigureAwait(false);
                return await UseAsync(broken, target, block, stream, reader, cancellationToken).ConfigureAwait(false);
            }
            catch (DatanodeException e)
            {
                Log.RecoveryRefused(logger, block.BlockId, broken.File.Path, e.Message);
                broken.Failure = e;
            }
        }
    }

    private async Task<BlockPipeline?> UseAsync(
        BrokenPipeline broken, PipelineTarget target, ExtendedBlockProto block, Stream stream, TransferReader reader, CancellationToken cancellationToken)
    {
        BlockPipeline? pipeline = null;
        try
        {
            var newBlock = new ExtendedBlockProto(block) { GenerationStamp = target.LatestGenerationStamp };
            await namenode.UpdatePipelineAsync(block, newBlock, target.Nodes, target.StorageIds, cancellationToken).ConfigureAwait(false);
            broken.Target = target with { Block = newBlock };
            Log.PipelineRebuilt(logger, block.BlockId, broken.File.Path, target.Nodes.Count, target.LatestGenerationStamp);
            if (target.Stage != WriteStageProto.PipelineCloseRecovery)
                pipeline = new BlockPipeline(stream, reader, broken.Target, broken.Window, configuration, time);
            return pipeline;
        }
        finally
        {
            if (pipeline is null)
            {
                reader.Dispose();
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Leaves the failed node out, or gives the only one time to come back.</summary>
    private async Task SettleFailureAsync(BrokenPipeline broken, CancellationToken cancellationToken)
    {
        if (broken.Failure is not { } failure)
            return;
        if (failure.Status == TransferStatus.ErrorAccessToken && !broken.IsTokenRenewed)
        {
            // The next attempt carries a new token; only then is the node to blame.
            broken.IsTokenRenewed = true;
        }
        else if (broken.Target.Nodes.Count == 1)
        {
            await WaitForOnlyNodeAsync(broken, failure, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            broken.Target = broken.Target.Without(failure.Node);

            // A node that announced its restart is welcome in the next block.
            if (failure.Status != TransferStatus.OutOfBandRestart)
                broken.File.Excluded.Add(failure.Datanode);
        }
        broken.Failure = null;
    }

    private async Task WaitForOnlyNodeAsync(BrokenPipeline broken, DatanodeException failure, CancellationToken cancellationToken)
    {
        // A lost connection says little about the node behind it, a refusal says it all.
        if (failure.Status is not (null or TransferStatus.OutOfBandRestart))
            throw failure;
        var isFirst = broken.WaitingSince is null;
        var since = broken.WaitingSince ??= time.GetTimestamp();
        if (time.GetElapsedTime(since) >= configuration.DatanodeRestartTimeout)
            throw failure;
        if (!isFirst || failure.Status is not null)
            await Task.Delay(RestartPause < configuration.DatanodeRestartTimeout ? RestartPause : configuration.DatanodeRestartTimeout, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Brings another node in where the policy wants one; a surviving node that cannot hand out its copy becomes the next failure.</summary>
    private async Task ReplaceAsync(BrokenPipeline broken, CancellationToken cancellationToken)
    {
        var policy = configuration.Replacement;
        if (!broken.MayBeReplaced || !policy.Wants(broken.File.Replication, broken.Target.Nodes.Count, broken.IsVisible))
            return;

        Exception? reason = null;
        for (var triesLeft = SpareTries; triesLeft > 0; triesLeft--)
        {
            try
            {
                broken.Target = await spare.AddAsync(broken, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DatanodeException e) when (broken.Target.IndexOf(e.Datanode) is var node and >= 0)
            {
                broken.Failure = new DatanodeException(node, e.Datanode, e.Status, "could not hand out its copy of the block", e);
                return;
            }
            catch (DatanodeException e)
            {
                broken.File.Excluded.Add(e.Datanode);
                reason = e;
            }
            catch (FileSystemException e) when (e is NoDatanodeException || e.RemoteClassName == "java.io.IOException")
            {
                reason = e;
                break;
            }
        }
        var left = broken.Target.Nodes.Count;
        if (!policy.Accepts(left))
        {
            throw new PipelineException(
                $"hdfs: '{broken.File.Path}': no datanode takes the place of the one that failed, so {left} of {broken.File.Replication} replicas are left of the block being written: {reason!.Message} "
                + "A cluster with few datanodes needs dfs.client.block.write.replace-datanode-on-failure.best-effort=true (or .policy=NEVER) to write on with those that are left. "
                + "What was flushed is safe: recover the lease of the file and write on in another.",
                reason);
        }
        Log.NoReplacement(logger, broken.Target.Block.BlockId, broken.File.Path, left, reason!.Message);
    }
}
