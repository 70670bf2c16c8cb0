namespace FlumeSharp.Hdfs;

/// <summary>Another writer holds the file, its lease is being recovered, or the lease of this writer is gone.</summary>
public sealed class LeaseException : FileSystemException
{
    /// <summary>Makes the exception; a recovery under way is worth another try, the other reasons are not.</summary>
    public LeaseException(string message, Exception? innerException = null, bool isRetryable = false)
        : base(message, innerException, isRetryable)
    {
    }
}
