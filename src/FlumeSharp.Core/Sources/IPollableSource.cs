using FlumeSharp.Components;

namespace FlumeSharp.Sources;

/// <summary>A source that a runner asks for events, one call at a time.</summary>
public interface IPollableSource : ISource
{
    /// <summary>How much longer each further back-off in a row lasts (<c>backoffSleepIncrement</c>).</summary>
    TimeSpan BackoffIncrement { get; }

    /// <summary>The longest back-off (<c>maxBackoffSleep</c>).</summary>
    TimeSpan MaxBackoff { get; }

    /// <summary>Brings one batch in.</summary>
    ValueTask<ProcessStatus> ProcessAsync(CancellationToken cancellationToken);
}
