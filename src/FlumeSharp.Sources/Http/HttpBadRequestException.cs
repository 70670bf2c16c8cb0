namespace FlumeSharp.Sources.Http;

/// <summary>Thrown by a handler when the client sent what cannot become events: the answer is 400 with the message.</summary>
public sealed class HttpBadRequestException : FlumeException
{
    /// <summary>Makes the exception without a message.</summary>
    public HttpBadRequestException()
    {
    }

    /// <summary>Makes the exception with a message for the client.</summary>
    public HttpBadRequestException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message for the client and its cause.</summary>
    public HttpBadRequestException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
