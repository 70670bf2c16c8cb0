using FlumeSharp.Components;

namespace FlumeSharp.Sinks;

/// <summary>Chooses which sink of a group delivers next. Called by one runner, one call at a time; it does not own the sinks.</summary>
public interface ISinkProcessor
{
    /// <summary>Lets a sink deliver one transaction's worth of events.</summary>
    ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken);
}
