namespace FlumeSharp.Hdfs;

/// <summary>The datanodes a block was written to failed. What was flushed before is safe and settles with lease recovery.</summary>
public sealed class PipelineException : FileSystemException
{
    /// <summary>Makes the exception; a later try may work.</summary>
    public PipelineException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: true)
    {
    }
}
