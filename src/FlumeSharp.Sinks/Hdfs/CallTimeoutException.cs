namespace FlumeSharp.Sinks.Hdfs;

/// <summary>A call to the file system took longer than <c>hdfs.callTimeout</c>. It may still come to an end, unobserved.</summary>
internal sealed class CallTimeoutException : IOException
{
    public CallTimeoutException()
    {
    }

    public CallTimeoutException(string message)
        : base(message)
    {
    }

    public CallTimeoutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
