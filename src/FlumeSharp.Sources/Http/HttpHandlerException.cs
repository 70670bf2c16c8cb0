namespace FlumeSharp.Sources.Http;

/// <summary>A handler could not make events of a request where Flume answers 500 although the client is at fault.</summary>
public sealed class HttpHandlerException : FlumeException
{
    /// <summary>Makes the exception without a message.</summary>
    public HttpHandlerException()
    {
    }

    /// <summary>Makes the exception with a message for the client.</summary>
    public HttpHandlerException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message for the client and its cause.</summary>
    public HttpHandlerException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
