using Microsoft.Extensions.Configuration;

namespace FlumeSharp.Configuration;

/// <summary>Flume properties files as a source of <c>Microsoft.Extensions.Configuration</c>.</summary>
/// <param name="files">Paths, merged in this order.</param>
/// <param name="environment">What references may look up, and the encoding.</param>
public sealed class PropertiesConfigurationSource(IReadOnlyList<string> files, ConfigurationEnvironment environment) : IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new PropertiesConfigurationProvider(files, environment);
}
