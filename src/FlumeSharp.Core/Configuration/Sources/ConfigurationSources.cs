namespace FlumeSharp.Configuration.Sources;

/// <summary>Makes the source that a command line names.</summary>
public static class ConfigurationSources
{
    /// <summary>Makes the source; nothing is read yet.</summary>
    /// <param name="options">Where the configuration is.</param>
    /// <param name="environment">What references and filters may look up.</param>
    public static IConfigurationSource Open(ConfigurationSourceOptions options, ConfigurationEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        var documents = options.Files.Select(file => (IDocumentSource)new FileDocumentSource(
            file, environment.Encoding, "-f", options.WatchesForChanges ? FileHints.TryWatch(file, environment.TimeProvider) : null)).ToList();
        var backup = options is { BackupFolder: { } folder, AgentName: { } name } ? new ConfigurationBackup(folder, name) : null;
        return new DocumentsConfigurationSource(documents, environment, backup);
    }
}
