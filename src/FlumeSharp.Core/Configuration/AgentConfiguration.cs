namespace FlumeSharp.Configuration;

/// <summary>One agent with the components that survived validation, each list in declared order.</summary>
public sealed class AgentConfiguration
{
    /// <summary>The agent's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its sources; each names at least one of <see cref="Channels"/> in its <c>channels</c> property.</summary>
    public IReadOnlyList<ComponentConfiguration> Sources { get; init; } = [];

    /// <summary>Its channels; at least one.</summary>
    public required IReadOnlyList<ComponentConfiguration> Channels { get; init; }

    /// <summary>Its sinks; each names one of <see cref="Channels"/> in its <c>channel</c> property.</summary>
    public IReadOnlyList<ComponentConfiguration> Sinks { get; init; } = [];

    /// <summary>Its sink groups; each names at least one of <see cref="Sinks"/> in its <c>sinks</c> property, and no sink is in two.</summary>
    public IReadOnlyList<ComponentConfiguration> SinkGroups { get; init; } = [];

    /// <summary>Its configuration filters.</summary>
    public IReadOnlyList<ComponentConfiguration> ConfigFilters { get; init; } = [];
}
