using FlumeSharp.Components;
using FlumeSharp.Configuration.ZooKeeper;
using FlumeSharp.Registry;

namespace FlumeSharp.Configuration.Sources;

/// <summary>Makes the source that a command line names.</summary>
public static class ConfigurationSources
{
    /// <summary>Makes the source; nothing is read yet.</summary>
    /// <param name="options">Where the configuration is.</param>
    /// <param name="environment">What references and filters may look up, and which plug-ins there are.</param>
    /// <exception cref="FlumeException">A class that the command line names is not there or cannot be made.</exception>
    public static IConfigurationSource Open(ConfigurationSourceOptions options, ConfigurationEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        if (options.Provider is { } provider)
            return Make<IConfigurationSource>(ComponentKind.ConfigurationProvider, provider, "--conf-provider", options, environment);
        if (options.ZooKeeper is { } servers)
            return ZooKeeperConfigurationSource.Open(servers, options, environment);

        List<IDocumentSource> documents = options.Uris.Count > 0
            ? [.. options.Uris.Select(new UriDocumentSources(options, environment, Authorization(options, environment)).Open)]
            : [.. options.Files.Select(file => FileSource(file, options, environment))];
        var backup = options is { BackupFolder: { } folder, AgentName: { } name } ? new ConfigurationBackup(folder, name) : null;
        return new DocumentsConfigurationSource(documents, environment, backup);
    }

    private static IDocumentSource FileSource(string file, ConfigurationSourceOptions options, ConfigurationEnvironment environment)
        => file == "-" && options.StandardInput is { } bytes
            ? new GivenDocumentSource(file, bytes, environment.Encoding)
            : new FileDocumentSource(file, environment.Encoding, "-f", options.WatchesForChanges ? FileHints.TryWatch(file, environment.TimeProvider) : null);

    private static IConfigurationAuthorization? Authorization(ConfigurationSourceOptions options, ConfigurationEnvironment environment)
    {
        if (options.AuthorizationProvider is { } provider)
            return Make<IConfigurationAuthorization>(ComponentKind.AuthorizationProvider, provider, "--auth-provider", options, environment);
        return options is { User: { } user, Password: { } password } ? new BasicAuthorization(user, password) : null;
    }

    private static T Make<T>(
        ComponentKind kind, string name, string option, ConfigurationSourceOptions options, ConfigurationEnvironment environment)
        where T : class
    {
        if (environment.Components?.Find(kind, name) is not { } descriptor)
        {
            var known = environment.Components?.NamesOf(kind).ToList() ?? [];
            throw new FlumeException(
                $"{option} names the class '{name}', which no plug-in has; {(known.Count == 0 ? "no plug-in has any such class (docs/plugins.md)" : $"there are: {string.Join(", ", known)}")}.");
        }

        return new ComponentActivator(NoServices.Instance).Create<T>(descriptor, null, options, environment);
    }
}
