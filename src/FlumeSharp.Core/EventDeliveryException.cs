namespace FlumeSharp;

/// <summary>A sink could not deliver, or a client could not send. Flume's EventDeliveryException.</summary>
public sealed class EventDeliveryException : FlumeException
{
    /// <summary>Makes the exception without a message.</summary>
    public EventDeliveryException()
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    public EventDeliveryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and its cause.</summary>
    public EventDeliveryException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Trying again cannot help, because the place refuses these events for what they are. Default: false.</summary>
    public bool IsPermanent { get; init; }
}
