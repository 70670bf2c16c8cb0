namespace FlumeSharp.Hdfs;

/// <summary>A part of the path before the last is a file.</summary>
public sealed class ParentNotDirectoryException : FileSystemException
{
    /// <summary>Makes the exception.</summary>
    public ParentNotDirectoryException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: false)
    {
    }
}
