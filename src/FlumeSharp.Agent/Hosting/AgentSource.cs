using FlumeSharp.Agent.Commands;
using FlumeSharp.Configuration;
using FlumeSharp.Configuration.Sources;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Hosting;

/// <summary>The configuration source that a command line names, with the environment of this process.</summary>
internal static class AgentSource
{
    /// <summary>Makes the source; nothing is read yet.</summary>
    /// <exception cref="FlumeException">The command line names a class that no plug-in has.</exception>
    public static IConfigurationSource Open(AgentArguments arguments, ComponentRegistry registry)
        => Open(arguments.Sources, arguments, registry);

    /// <summary>Reads the configuration once, without waiting for changes.</summary>
    /// <returns>The configuration, whether all of it could be read, and where it comes from as it may be shown.</returns>
    /// <exception cref="FlumeException">The command line names a class that no plug-in has.</exception>
    public static async Task<(FlumeConfiguration Configuration, bool IsAvailable, string Place)> LoadOnceAsync(AgentArguments arguments, ComponentRegistry registry, CancellationToken cancellationToken)
    {
        var source = Open(arguments.Sources with { WatchesForChanges = false }, arguments, registry);
        await using var _ = source.ConfigureAwait(false);
        var snapshot = await source.LoadAsync(null, cancellationToken).ConfigureAwait(false);
        return (snapshot!.Configuration, snapshot.IsAvailable, source.Description);
    }

    private static IConfigurationSource Open(ConfigurationSourceOptions options, AgentArguments arguments, ComponentRegistry registry)
    {
        var environment = ConfigurationEnvironment.FromProcess(TimeProvider.System, arguments.SystemProperties, arguments.Encoding);
        return ConfigurationSources.Open(options, environment with { AgentName = arguments.Name, Components = registry, ResourceFolders = ResourceFolders(arguments) });
    }

    // Java's class path begins with the configuration folder; of the rest, folders are what a file can be in.
    private static List<string> ResourceFolders(AgentArguments arguments) =>
    [
        .. arguments.ConfigurationFolder is { } folder ? [folder] : Array.Empty<string>(),
        .. (arguments.ClassPath?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? []).Where(Directory.Exists),
    ];
}
