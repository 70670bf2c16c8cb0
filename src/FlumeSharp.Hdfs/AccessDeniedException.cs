namespace FlumeSharp.Hdfs;

/// <summary>The user may not do this, or could not be authenticated.</summary>
public sealed class AccessDeniedException : FileSystemException
{
    /// <summary>Makes the exception.</summary>
    public AccessDeniedException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: false)
    {
    }
}
