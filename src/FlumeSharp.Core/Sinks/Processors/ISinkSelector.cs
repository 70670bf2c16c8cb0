namespace FlumeSharp.Sinks.Processors;

/// <summary>Says in which order a load-balancing processor asks its sinks. Called by one runner, one call at a time.</summary>
public interface ISinkSelector
{
    /// <summary>The sinks to try, one after the other until one does not fail. Valid until the next call; empty when all are backed off.</summary>
    IReadOnlyList<ISink> NextOrder();

    /// <summary>Says that a sink has failed.</summary>
    void InformFailed(ISink sink);
}
