namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>A directory of Java Flume cannot be read at all. Nothing was changed; the message names the place and the remedy.</summary>
public sealed class JavaChannelException : ChannelException
{
    /// <summary>Makes the exception.</summary>
    public JavaChannelException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
