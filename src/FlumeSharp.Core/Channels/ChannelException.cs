namespace FlumeSharp.Channels;

/// <summary>A channel could not do what was asked. The transaction is still open and must be rolled back.</summary>
public class ChannelException : FlumeException
{
    /// <summary>Makes the exception without a message.</summary>
    public ChannelException()
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    public ChannelException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and its cause.</summary>
    public ChannelException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
