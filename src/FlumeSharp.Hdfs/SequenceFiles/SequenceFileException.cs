namespace FlumeSharp.Hdfs.SequenceFiles;

/// <summary>A SequenceFile is damaged, cut off, or of a kind this reader does not know. The message names the file and the byte.</summary>
public sealed class SequenceFileException : FileSystemException
{
    /// <summary>Makes the exception.</summary>
    public SequenceFileException(string message, Exception? innerException = null)
        : base(message, innerException, isRetryable: false)
    {
    }
}
