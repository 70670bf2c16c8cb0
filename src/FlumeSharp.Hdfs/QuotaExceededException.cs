namespace FlumeSharp.Hdfs;

/// <summary>A name or space quota of a directory, or a limit of the name space, is used up.</summary>
public sealed class QuotaExceededException : FileSystemException
{
    /// <summary>Makes the exception.</summary>
    public QuotaExceededException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: false)
    {
    }
}
