namespace FlumeSharp.Configuration.Sources;

/// <summary>What a command line says about where the configuration comes from.</summary>
public sealed record ConfigurationSourceOptions
{
    /// <summary>The agent; <see langword="null"/> where all agents of the files are looked at.</summary>
    public string? AgentName { get; init; }

    /// <summary>Local files, merged in order (<c>-f</c>).</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The folder of the copy that is used when all of them are gone at start (<c>-b</c>). Default: no copy.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>Whether changes are waited for: files are watched, and a ZooKeeper session is kept. Default: true.</summary>
    public bool WatchesForChanges { get; init; } = true;
}
