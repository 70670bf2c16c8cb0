namespace FlumeSharp.Sinks.Processors;

/// <summary>What a sink selector chooses from.</summary>
/// <param name="Sinks">The sinks of the group in declared order.</param>
/// <param name="BacksOff">Whether failed sinks are to be left alone for a while (<c>processor.backoff</c>).</param>
public sealed record SinkSelectorContext(IReadOnlyList<ISink> Sinks, bool BacksOff);
