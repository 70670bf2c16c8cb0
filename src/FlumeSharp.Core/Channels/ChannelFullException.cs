namespace FlumeSharp.Channels;

/// <summary>A channel had no room for the events within its keep-alive time.</summary>
public sealed class ChannelFullException : ChannelException
{
    /// <summary>Makes the exception without a message.</summary>
    public ChannelFullException()
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    public ChannelFullException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and its cause.</summary>
    public ChannelFullException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
