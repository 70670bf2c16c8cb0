namespace FlumeSharp.Hdfs;

/// <summary>How <see cref="FileSystem.CreateAsync"/> makes a file; what is <see langword="null"/> is the server's default.</summary>
public sealed record CreateOptions
{
    /// <summary>Replaces a file that exists. Default: <see langword="false"/>, an existing file is an error.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Copies kept of each block.</summary>
    public short? Replication { get; init; }

    /// <summary>Bytes per block.</summary>
    public long? BlockSize { get; init; }

    /// <summary>Permission bits before the umask; <see langword="null"/> means rw-rw-rw-.</summary>
    public FilePermission? Permission { get; init; }
}
