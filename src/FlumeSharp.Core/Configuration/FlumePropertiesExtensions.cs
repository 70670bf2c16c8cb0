using Microsoft.Extensions.Configuration;

namespace FlumeSharp.Configuration;

/// <summary>Adds Flume properties files to <c>Microsoft.Extensions.Configuration</c>.</summary>
public static class FlumePropertiesExtensions
{
    /// <summary>Adds a file, with the environment of this process for its references.</summary>
    /// <param name="builder">What it is added to.</param>
    /// <param name="path">The properties file. That it cannot be read shows in <see cref="PropertiesConfigurationProvider.Problems"/>.</param>
    public static IConfigurationBuilder AddFlumeProperties(this IConfigurationBuilder builder, string path)
        => AddFlumeProperties(builder, [path], ConfigurationEnvironment.FromProcess(TimeProvider.System));

    /// <summary>Adds files that are merged in order.</summary>
    /// <param name="builder">What they are added to.</param>
    /// <param name="paths">The properties files.</param>
    /// <param name="environment">What references may look up, and the encoding.</param>
    public static IConfigurationBuilder AddFlumeProperties(
        this IConfigurationBuilder builder, IReadOnlyList<string> paths, ConfigurationEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new PropertiesConfigurationSource(paths, environment));
    }
}
