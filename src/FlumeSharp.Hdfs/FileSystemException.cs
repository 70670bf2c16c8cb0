namespace FlumeSharp.Hdfs;

/// <summary>A file system call failed. Subclasses name the reason where the server gave one.</summary>
public class FileSystemException : IOException
{
    /// <summary>Makes the exception with its message, cause, and whether the same call may work later.</summary>
    public FileSystemException(string message, Exception? innerException = null, bool isRetryable = false)
        : base(message, innerException) => IsRetryable = isRetryable;

    /// <summary>Makes an exception without a message.</summary>
    public FileSystemException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public FileSystemException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public FileSystemException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the same call may succeed later without anybody changing the request: a lost connection, safe mode, a standby.</summary>
    public bool IsRetryable { get; }

    /// <summary>The server's own name for the error, such as <c>java.io.IOException</c>; <see langword="null"/> when no server named it.</summary>
    public string? RemoteClassName { get; init; }
}
