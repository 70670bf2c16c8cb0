namespace FlumeSharp.Sinks.Hdfs;

/// <summary>An event can never be written as the sink is configured: every try will fail until somebody does what the remedy says.</summary>
internal sealed class PoisonEventException : FlumeException
{
    public PoisonEventException()
    {
    }

    public PoisonEventException(string message)
        : base(message)
    {
    }

    public PoisonEventException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What helps, as the end of a sentence.</summary>
    public required string Remedy { get; init; }
}
