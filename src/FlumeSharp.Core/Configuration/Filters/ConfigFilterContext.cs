namespace FlumeSharp.Configuration.Filters;

/// <summary>What a configuration filter may know of its surroundings.</summary>
/// <param name="Name">The filter's name in the agent's list.</param>
/// <param name="Environment">Environment variables, system properties, and where resources are found.</param>
public sealed record ConfigFilterContext(string Name, ConfigurationEnvironment Environment)
{
    private readonly List<string> _warnings = [];

    /// <summary>What the filter warned about.</summary>
    internal IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Tells the user something that is odd and no failure. It must not hold a secret.</summary>
    /// <param name="warning">A sentence without a full stop.</param>
    public void Warn(string warning) => _warnings.Add(warning);
}
