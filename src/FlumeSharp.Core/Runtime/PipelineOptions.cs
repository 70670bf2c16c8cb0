namespace FlumeSharp.Runtime;

/// <summary>How a pipeline starts and ends.</summary>
public sealed record PipelineOptions
{
    /// <summary>How long sinks may go on at stop to empty channels that do not survive the process; zero is Flume's way, not at all.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stopping component may take before it is cut short.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a component may take to start in a reload before the reload is given up.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
