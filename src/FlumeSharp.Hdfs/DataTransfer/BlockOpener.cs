using FlumeSharp.Hdfs.Namenode;
using FlumeSharp.Hdfs.Protos;
using FlumeSharp.Hdfs.Rpc;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Gets a block to write to: allocates it, or reopens the last one of a file, and sets its pipeline up.</summary>
internal sealed class BlockOpener(
    NamenodeClient namenode, PipelineSetup setup, PacketPool pool, HdfsConfiguration configuration, TimeProvider time, ILogger logger)
{
    /// <summary>An empty list for a new stream.</summary>
    public ExcludedNodes ExcludeNone() => new(configuration.ExcludedNodesExpiry, time);

    /// <summary>
    /// Allocates the block after <paramref name="previous"/>. Where the datanodes of one allocation cannot form a pipeline, that block
    /// is given back and another asked for without the node that failed.
    /// </summary>
    /// <exception cref="NoDatanodeException">No allocation worked; nothing is lost, and a later call may find datanodes.</exception>
    public async Task<BlockPipeline> OpenNextAsync(
        string path, ulong fileId, long blockSize, ExtendedBlockProto? previous, ExcludedNodes excluded, CancellationToken cancellationToken)
    {
        for (var retriesLeft = configuration.BlockWriteRetries; ; retriesLeft--)
        {
            var located = await AllocateAsync(path, fileId, previous, excluded, cancellationToken).ConfigureAwait(false);
            try
            {
                return await OpenAsync(PipelineTarget.ForNewBlock(located, blockSize), cancellationToken).ConfigureAwait(false);
            }
            catch (DatanodeException e)
            {
                Log.PipelineRefused(logger, located.Block.BlockId, path, e.Message, retriesLeft);
                await namenode.AbandonBlockAsync(path, fileId, located.Block, cancellationToken).ConfigureAwait(false);

                // An expired token says nothing about the node, and the next block comes with a new one.
                if (e.Status != TransferStatus.ErrorAccessToken)
                    excluded.Add(e.Datanode);
                if (retriesLeft == 0)
                    throw new NoDatanodeException($"hdfs: no pipeline for a block of '{path}' after {configuration.BlockWriteRetries + 1} tries: {e.Message}.", e);
            }
            catch (OperationCanceledException)
            {
                // The datanodes may know the block already, so the next try must not get the same one.
                _ = AbandonInBackgroundAsync(path, fileId, located.Block);
                throw;
            }
        }
    }

    /// <summary>Reopens the unfinished last block of a file for more data.</summary>
    /// <exception cref="PipelineException">Its datanodes could not be brought together.</exception>
    public async Task<BlockPipeline> ReopenAsync(string path, LocatedBlockProto located, long blockSize, CancellationToken cancellationToken)
    {
        var renewed = await namenode.UpdateBlockForPipelineAsync(located.Block, cancellationToken).ConfigureAwait(false);
        var target = PipelineTarget.ForAppend(located, renewed, blockSize);
        try
        {
            var (stream, reader) = await setup.OpenAsync(target, cancellationToken).ConfigureAwait(false);
            var newBlock = new ExtendedBlockProto(located.Block) { GenerationStamp = renewed.Block.GenerationStamp };
            await namenode.UpdatePipelineAsync(located.Block, newBlock, target.Nodes, target.StorageIds, cancellationToken).ConfigureAwait(false);
            return new BlockPipeline(stream, reader, target with { Block = newBlock }, pool, configuration, time);
        }
        catch (DatanodeException e)
        {
            throw new PipelineException($"hdfs: the last block of '{path}' cannot be reopened: {e.Message}.", e);
        }
    }

    /// <summary>
    /// Asks for a block until there is one or Hadoop's patience ends. Besides a previous block that is not replicated yet, which Hadoop's
    /// client waits for, this waits for datanodes: right after a restart the namenode knows them before it knows their storages.
    /// </summary>
    private async Task<LocatedBlockProto> AllocateAsync(
        string path, ulong fileId, ExtendedBlockProto? previous, ExcludedNodes excluded, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(configuration.LocateBlockDelay, configuration.LocateBlockMaxDelay, time);
        for (var retriesLeft = configuration.LocateBlockRetries; ; retriesLeft--)
        {
            TimeSpan delay;
            try
            {
                return await namenode.AddBlockAsync(path, fileId, previous, excluded.Current(), cancellationToken).ConfigureAwait(false);
            }
            catch (FileSystemException e) when (e is NoDatanodeException || e.RemoteClassName == RemoteErrors.NotReplicatedYet)
            {
                // Nobody is left without those that failed; they may be back.
                if (e is NoDatanodeException)
                    excluded.Clear();
                if (retriesLeft == 0)
                    throw;
                delay = backoff.Next();
                Log.NoBlockYet(logger, path, delay, e.Message);
            }
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<BlockPipeline> OpenAsync(PipelineTarget target, CancellationToken cancellationToken)
    {
        var (stream, reader) = await setup.OpenAsync(target, cancellationToken).ConfigureAwait(false);
        return new BlockPipeline(stream, reader, target, pool, configuration, time);
    }

    private async Task AbandonInBackgroundAsync(string path, ulong fileId, ExtendedBlockProto block)
    {
        try
        {
            using var deadline = new CancellationTokenSource(configuration.RetryWindow, time);
            await namenode.AbandonBlockAsync(path, fileId, block, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileSystemException or OperationCanceledException)
        {
            Log.AbandonFailed(logger, block.BlockId, path, e.Message);
        }
    }
}
