using System.Diagnostics.CodeAnalysis;
using FlumeSharp.Components;
using FlumeSharp.Routing;

namespace FlumeSharp.Sources;

/// <summary>What a source gets: the common context and the way into its channels.</summary>
public sealed class SourceContext : ComponentContext
{
    /// <summary>A context to fill in.</summary>
    public SourceContext()
    {
    }

    /// <summary>The common context and the way into the channels.</summary>
    [SetsRequiredMembers]
    public SourceContext(ComponentContext common, ChannelProcessor processor)
        : base(common) => Processor = processor;

    /// <summary>Takes the source's batches through interceptors and selector into its channels.</summary>
    public required ChannelProcessor Processor { get; init; }
}
