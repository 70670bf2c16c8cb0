using FlumeSharp.Components;
using FlumeSharp.Routing;

namespace FlumeSharp.Sources;

/// <summary>What a source gets: the common context and the way into its channels.</summary>
public sealed class SourceContext : ComponentContext
{
    /// <summary>Takes the source's batches through interceptors and selector into its channels.</summary>
    public required ChannelProcessor Processor { get; init; }
}
