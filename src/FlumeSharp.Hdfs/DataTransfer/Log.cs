using Microsoft.Extensions.Logging;

namespace FlumeSharp.Hdfs.DataTransfer;

internal static partial class Log
{
    [LoggerMessage(5010, LogLevel.Warning, "No pipeline for block {Block} of {Path}: {Reason}; {RetriesLeft} tries left")]
    public static partial void PipelineRefused(ILogger logger, ulong block, string path, string reason, int retriesLeft);

    [LoggerMessage(5011, LogLevel.Debug, "Block {Block} of {Path} could not be given back: {Reason}")]
    public static partial void AbandonFailed(ILogger logger, ulong block, string path, string reason);

    [LoggerMessage(5012, LogLevel.Warning, "The pipeline of block {Block} of {Path} failed after {Acknowledged} acknowledged bytes: {Reason}")]
    public static partial void PipelineFailed(ILogger logger, ulong block, string path, long acknowledged, string reason);

    [LoggerMessage(5013, LogLevel.Warning, "Block {Block} of {Path} cannot be read from {Datanode}: {Reason}")]
    public static partial void ReplicaFailed(ILogger logger, ulong block, string path, string datanode, string reason);

    [LoggerMessage(5014, LogLevel.Warning, "There is no block for {Path} yet, asking again in {Delay}: {Reason}")]
    public static partial void NoBlockYet(ILogger logger, string path, TimeSpan delay, string reason);

    [LoggerMessage(5015, LogLevel.Warning, "The pipeline of block {Block} of {Path} could not be rebuilt: {Reason}")]
    public static partial void RecoveryRefused(ILogger logger, ulong block, string path, string reason);

    [LoggerMessage(5016, LogLevel.Information, "The pipeline of block {Block} of {Path} works with {Nodes} datanodes under generation stamp {Stamp}")]
    public static partial void PipelineRebuilt(ILogger logger, ulong block, string path, int nodes, ulong stamp);

    [LoggerMessage(5017, LogLevel.Warning, "Block {Block} of {Path} goes on with {Nodes} datanodes, because there is no other: {Reason}")]
    public static partial void NoReplacement(ILogger logger, ulong block, string path, int nodes, string reason);

    [LoggerMessage(5018, LogLevel.Error, "Block {Block} of {Path} is given up after {Acknowledged} acknowledged bytes: {Reason}")]
    public static partial void BlockGivenUp(ILogger logger, ulong block, string path, long acknowledged, string reason);
}
