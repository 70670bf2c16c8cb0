using FlumeSharp.Options;

namespace FlumeSharp.Sinks.Processors;

/// <summary>The keys of the built-in sink selectors, below <c>processor.selector.</c>.</summary>
public sealed class SinkSelectorOptions
{
    /// <summary>The longest back-off of a failed sink, in milliseconds; the first is 2 s and each further one doubles. 0 means the default.</summary>
    /// <value>Default: 30000.</value>
    [FlumeOption("maxTimeOut")]
    public long MaxTimeOut { get; init; } = 30_000;
}
