using FlumeSharp.Channels;

namespace FlumeSharp.Routing.Interceptors;

/// <summary>A batch came too early. Sources treat it as a full channel: they keep the events, or tell their client to try again.</summary>
public sealed class RateLimitExceededException : ChannelException
{
    /// <summary>Makes the exception without a message.</summary>
    public RateLimitExceededException()
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    public RateLimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and its cause.</summary>
    public RateLimitExceededException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
