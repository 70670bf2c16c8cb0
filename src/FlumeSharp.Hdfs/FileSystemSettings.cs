using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Hdfs;

/// <summary>What every file system of one <see cref="FileSystemFactory"/> shares.</summary>
public sealed record FileSystemSettings
{
    /// <summary>The user to act as where the file system asks for one.</summary>
    /// <value>Default: <see langword="null"/>, the user who runs the process.</value>
    public string? UserName { get; init; }

    /// <summary>The clock behind every timeout, retry and lease.</summary>
    /// <value>Default: the system's clock.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the file systems log.</summary>
    /// <value>Default: nowhere.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Hadoop's keys by their exact names, such as <c>fs.defaultFS</c> or <c>dfs.replication</c>.</summary>
    /// <value>Default: none, so Hadoop's own defaults hold.</value>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = FrozenDictionary<string, string>.Empty;
}
