using System.Runtime.ExceptionServices;
using FlumeSharp.Hdfs.Protos;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// One block being written, over as many pipelines as that takes: where one fails, whoever waits next rebuilds it, and the packets that
/// were not acknowledged are sent again.
/// </summary>
/// <remarks>One caller at a time. A recovery that was cancelled, or met a namenode that was away, goes on with the next call.</remarks>
internal sealed class BlockWriter(
    OpenedFile file, BlockPipeline pipeline, PacketWindow window, PipelineRecovery recovery, HdfsConfiguration configuration, ILogger logger) : IAsyncDisposable
{
    private BlockPipeline _pipeline = pipeline;
    private PipelineTarget _target = pipeline.Target;
    private BrokenPipeline? _broken;
    private bool _isVisible = window.AcknowledgedLength > 0;
    private int _recoveries;
    private long _acknowledgedBefore = -1;

    /// <summary>The block with the generation stamp it has now.</summary>
    public ExtendedBlockProto Block => _target.Block;

    /// <summary>Bytes of the block that every node has.</summary>
    public long AcknowledgedLength => window.AcknowledgedLength;

    /// <summary>The number of the packet queued last, or -1.</summary>
    public long LastSequence => window.LastSequence;

    /// <summary>Datanodes that take the block, without one that has just failed.</summary>
    public int Replicas => _pipeline.Failure is null ? _target.Nodes.Count : _target.Nodes.Count - 1;

    /// <summary>Waits until another packet may be queued.</summary>
    /// <exception cref="DatanodeException">The pipeline failed and could not be rebuilt.</exception>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (!await SucceedsAsync(window.WaitForRoomAsync(cancellationToken)).ConfigureAwait(false))
            await RecoverAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a packet, and so all before it, has arrived at every node.</summary>
    /// <exception cref="DatanodeException">The pipeline failed and could not be rebuilt.</exception>
    public async ValueTask WaitForAcknowledgementAsync(long sequence, CancellationToken cancellationToken)
    {
        while (!await SucceedsAsync(window.WaitForAcknowledgementAsync(sequence, cancellationToken)).ConfigureAwait(false))
            await RecoverAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Seals a packet and has it sent; it goes back to the pool once it is acknowledged.</summary>
    /// <returns>The packet's number.</returns>
    public long Enqueue(Packet packet, bool isLast, bool sync)
    {
        var sequence = window.Add(packet, isLast, sync);
        _pipeline.Send(packet);
        return sequence;
    }

    /// <summary>Readers may see the block from now on, so the replacement policy guards it more closely.</summary>
    public void MarkVisible() => _isVisible = true;

    /// <summary>Closes the connection; packets that were not acknowledged are given up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _pipeline.DisposeAsync().ConfigureAwait(false);
        window.Clear();
    }

    private static async ValueTask<bool> SucceedsAsync(ValueTask wait)
    {
        try
        {
            await wait.ConfigureAwait(false);
            return true;
        }
        catch (DatanodeException)
        {
            return false;
        }
    }

    private async ValueTask RecoverAsync(CancellationToken cancellationToken)
    {
        await _pipeline.DisposeAsync().ConfigureAwait(false);
        if (_broken is null)
        {
            var failure = _pipeline.Failure!; // waiting failed
            Log.PipelineFailed(logger, Block.BlockId, file.Path, AcknowledgedLength, failure.Message);
            if (window.LastAcknowledged > _acknowledgedBefore)
                _recoveries = 0;
            _acknowledgedBefore = window.LastAcknowledged;
            if (++_recoveries > configuration.PipelineRecoveryRetries)
                ExceptionDispatchInfo.Throw(failure);
            _broken = new BrokenPipeline(file, _target, window) { Failure = failure, IsVisible = _isVisible };
        }
        var rebuilt = await recovery.RecoverAsync(_broken, cancellationToken).ConfigureAwait(false);
        _target = _broken.Target;
        _broken = null;
        if (rebuilt is not null)
            _pipeline = rebuilt;
        else
            window.TryAcknowledge(window.LastSequence); // the datanodes have ended the block by themselves
    }
}
