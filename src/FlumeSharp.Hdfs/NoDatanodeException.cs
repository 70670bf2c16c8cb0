namespace FlumeSharp.Hdfs;

/// <summary>No datanode can take another block: all are full, excluded, busy or unreachable.</summary>
public sealed class NoDatanodeException : FileSystemException
{
    /// <summary>Makes the exception; a later try may work.</summary>
    public NoDatanodeException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: true)
    {
    }
}
