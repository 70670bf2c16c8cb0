using FlumeSharp.Hdfs.Namenode;
using FlumeSharp.Hdfs.Protos;
using FlumeSharp.Hdfs.Rpc;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Gets a block to write to: allocates it, or reopens the last one of a file, and sets its pipeline up.</summary>
internal sealed class BlockOpener(
    NamenodeClient namenode, PipelineSetup setup, PipelineRecovery recovery, PacketPool pool, HdfsConfiguration configuration, TimeProvider time, ILogger logger)
{
    // Some three seconds, in which every datanode tells the namenode its load.
    private const int TriesWithoutExcluded = 3;

    /// <summary>An empty list for a new stream.</summary>
    public ExcludedNodes ExcludeNone() => new(configuration.ExcludedNodesExpiry, time);

    /// <summary>
    /// Allocates the block after <paramref name="previous"/>. Where the datanodes of one allocation cannot form a pipeline, that block
    /// is given back and another asked for without the node that failed.
    /// </summary>
    /// <exception cref="NoDatanodeException">No allocation worked; nothing is lost, and a later call may find datanodes.</exception>
    public async Task<BlockWriter> OpenNextAsync(OpenedFile file, ExtendedBlockProto? previous, CancellationToken cancellationToken)
    {
        for (var retriesLeft = configuration.BlockWriteRetries; ; retriesLeft--)
        {
            var located = await AllocateAsync(file, previous, cancellationToken).ConfigureAwait(false);
            try
            {
                var target = PipelineTarget.ForNewBlock(located, file.BlockSize);
                var (stream, reader) = await setup.OpenAsync(target, cancellationToken).ConfigureAwait(false);
                var window = NewWindow(0);
                return Write(file, new BlockPipeline(stream, reader, target, window, configuration, time), window);
            }
            catch (DatanodeException e)
            {
                Log.PipelineRefused(logger, located.Block.BlockId, file.Path, e.Message, retriesLeft);
                await namenode.AbandonBlockAsync(file.Path, file.FileId, located.Block, cancellationToken).ConfigureAwait(false);

                // An expired token says nothing about the node, and the next block comes with a new one.
                if (e.Status != TransferStatus.ErrorAccessToken)
                    file.Excluded.Add(e.Datanode);
                if (retriesLeft == 0)
                    throw new NoDatanodeException($"hdfs: no pipeline for a block of '{file.Path}' after {configuration.BlockWriteRetries + 1} tries: {e.Message}.", e);
            }
            catch (OperationCanceledException)
            {
                // The datanodes may know the block already, so the next try must not get the same one.
                _ = AbandonInBackgroundAsync(file, located.Block);
                throw;
            }
        }
    }

    /// <summary>Reopens the unfinished last block of a file for more data.</summary>
    /// <exception cref="PipelineException">Its datanodes could not be brought together.</exception>
    public async Task<BlockWriter> ReopenAsync(OpenedFile file, LocatedBlockProto located, CancellationToken cancellationToken)
    {
        var window = NewWindow((long)located.Block.NumBytes);
        var broken = new BrokenPipeline(file, PipelineTarget.ForNewBlock(located, file.BlockSize), window)
        {
            Stage = WriteStageProto.PipelineSetupAppend,
            IsVisible = true,
        };
        try
        {
            var pipeline = await recovery.RecoverAsync(broken, cancellationToken).ConfigureAwait(false);
            return Write(file, pipeline!, window); // only the end of a block leaves none
        }
        catch (DatanodeException e)
        {
            throw new PipelineException($"hdfs: the last block of '{file.Path}' cannot be reopened: {e.Message}.", e);
        }
    }

    private PacketWindow NewWindow(long length) => new(configuration.MaxPacketsInFlight, length, pool, time);

    private BlockWriter Write(OpenedFile file, BlockPipeline pipeline, PacketWindow window) => new(file, pipeline, window, recovery, configuration, logger);

    /// <summary>
    /// Asks for a block until there is one or Hadoop's patience ends. Besides a previous block that is not replicated yet, which Hadoop's
    /// client waits for, this waits for datanodes: right after a restart the namenode knows them before it knows their storages.
    /// </summary>
    private async Task<LocatedBlockProto> AllocateAsync(OpenedFile file, ExtendedBlockProto? previous, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(configuration.LocateBlockDelay, configuration.LocateBlockMaxDelay, time);
        for (var retriesLeft = configuration.LocateBlockRetries; ; retriesLeft--)
        {
            TimeSpan delay;
            try
            {
                return await namenode.AddBlockAsync(file.Path, file.FileId, previous, file.Excluded.Current(), cancellationToken).ConfigureAwait(false);
            }
            catch (FileSystemException e) when (e is NoDatanodeException || e.RemoteClassName == RemoteErrors.NotReplicatedYet)
            {
                // Datanodes that were too busy for the namenode may not be soon; if not, those that failed may be back.
                if (e is NoDatanodeException && (retriesLeft == 0 || retriesLeft <= configuration.LocateBlockRetries - TriesWithoutExcluded))
                    file.Excluded.Clear();
                if (retriesLeft == 0)
                    throw;
                delay = backoff.Next();
                Log.NoBlockYet(logger, file.Path, delay, e.Message);
            }
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AbandonInBackgroundAsync(OpenedFile file, ExtendedBlockProto block)
    {
        try
        {
            using var deadline = new CancellationTokenSource(configuration.RetryWindow, time);
            await namenode.AbandonBlockAsync(file.Path, file.FileId, block, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileSystemException or OperationCanceledException)
        {
            Log.AbandonFailed(logger, block.BlockId, file.Path, e.Message);
        }
    }
}
