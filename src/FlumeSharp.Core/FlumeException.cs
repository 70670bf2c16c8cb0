namespace FlumeSharp;

/// <summary>Base of every exception that FlumeSharp throws by itself.</summary>
public class FlumeException : Exception
{
    /// <summary>Makes the exception without a message.</summary>
    public FlumeException()
    {
    }

    /// <summary>Makes the exception with a message that names the component, the problem, the value and the remedy.</summary>
    public FlumeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and its cause.</summary>
    public FlumeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
