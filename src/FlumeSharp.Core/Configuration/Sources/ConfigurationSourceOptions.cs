namespace FlumeSharp.Configuration.Sources;

/// <summary>What a command line says about where the configuration comes from. Of several kinds of places the first one given counts, in the order below.</summary>
public sealed record ConfigurationSourceOptions
{
    /// <summary>The agent; <see langword="null"/> where all agents of the files are looked at.</summary>
    public string? AgentName { get; init; }

    /// <summary>A class of a plug-in that is the source (<c>--conf-provider</c>).</summary>
    public string? Provider { get; init; }

    /// <summary>ZooKeeper servers as <c>host:port,host:port/chroot</c> (<c>-z</c>).</summary>
    public string? ZooKeeper { get; init; }

    /// <summary>The node whose child, named as the agent, holds the configuration (<c>-p</c>). Default: <c>/flume</c>.</summary>
    public string ZooKeeperBasePath { get; init; } = "/flume";

    /// <summary>URIs, merged in order (<c>-u</c>).</summary>
    public IReadOnlyList<string> Uris { get; init; } = [];

    /// <summary>Local files, merged in order (<c>-f</c>).</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What the file <c>-</c> stands for, where standard input may be one of <see cref="Files"/>.</summary>
    public ReadOnlyMemory<byte>? StandardInput { get; init; }

    /// <summary>The user of Basic authentication for <see cref="Uris"/>, with <see cref="Password"/>.</summary>
    public string? User { get; init; }

    /// <summary>The password of Basic authentication for <see cref="Uris"/>, with <see cref="User"/>.</summary>
    public string? Password { get; init; }

    /// <summary>A class of a plug-in that authorizes requests for <see cref="Uris"/> (<c>--auth-provider</c>).</summary>
    public string? AuthorizationProvider { get; init; }

    /// <summary>Whether the certificate of an https server must be for its host. Default: true.</summary>
    public bool VerifiesHost { get; init; } = true;

    /// <summary>The folder of the copy that is used when all of them are gone at start (<c>-b</c>). Default: no copy.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>Whether changes are waited for: files are watched, and a ZooKeeper session is kept. Default: true.</summary>
    public bool WatchesForChanges { get; init; } = true;

    /// <summary>Whether any place is named at all.</summary>
    public bool NamesSomething => Provider is not null || ZooKeeper is not null || Uris.Count > 0 || Files.Count > 0;

    /// <summary>Whether <see cref="Files"/> count: no other kind of place is named.</summary>
    public bool ReadsFiles => Provider is null && ZooKeeper is null && Uris.Count == 0;

    /// <summary>The places that count, as they were given; never a password.</summary>
    public override string ToString() => Provider ?? ZooKeeper ?? (Uris.Count > 0 ? $"{Uris.Count} URIs" : string.Join(", ", Files));
}
