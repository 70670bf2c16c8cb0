namespace FlumeSharp.Hdfs;

/// <summary>The path exists already.</summary>
public sealed class PathExistsException : FileSystemException
{
    /// <summary>Makes the exception.</summary>
    public PathExistsException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: false)
    {
    }
}
