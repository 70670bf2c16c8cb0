namespace FlumeSharp.Hdfs;

/// <summary>The path, or the open file behind a stream, does not exist.</summary>
public sealed class PathNotFoundException : FileSystemException
{
    /// <summary>Makes the exception.</summary>
    public PathNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: false)
    {
    }
}
