namespace FlumeSharp.Hdfs;

/// <summary>The server could not be reached, did not answer in time, or the connection broke. What was asked may have happened.</summary>
public sealed class ServerUnavailableException : FileSystemException
{
    /// <summary>Makes the exception; a later try may work.</summary>
    public ServerUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: true)
    {
    }
}
