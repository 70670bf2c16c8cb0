namespace FlumeSharp.Hdfs;

/// <summary>The name space is read-only for now: the server has just started or an operator asked for it.</summary>
public sealed class SafeModeException : FileSystemException
{
    /// <summary>Makes the exception; a later try may work.</summary>
    public SafeModeException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: true)
    {
    }
}
