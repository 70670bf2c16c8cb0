using FlumeSharp.Components;
using FlumeSharp.Registry;

namespace FlumeSharp.Configuration.Filters;

/// <summary>Environment variables, by their exact name.</summary>
/// <param name="context">The environment.</param>
[FlumeConfigFilter("env", "org.apache.flume.configfilter.EnvironmentVariableConfigFilter", Stability = Stability.Stable)]
public sealed class EnvironmentConfigFilter(ConfigFilterContext context) : IConfigFilter
{
    /// <inheritdoc/>
    public string? Resolve(string key) => context.Environment.Variables.GetValueOrDefault(key);
}
