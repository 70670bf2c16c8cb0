namespace FlumeSharp.Hdfs;

/// <summary>The server is the standby of a pair; the active one must be asked.</summary>
public sealed class StandbyException : FileSystemException
{
    /// <summary>Makes the exception; a later try may work.</summary>
    public StandbyException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: true)
    {
    }
}
