namespace FlumeSharp.Hdfs;

/// <summary>
/// One mounted file system, as Hadoop's FileSystem: the place behind a URI's scheme and authority. All paths are absolute, with
/// <c>/</c> between the parts, and carry neither scheme nor authority.
/// </summary>
/// <remarks>
/// Instances are safe for concurrent use. A failed call throws <see cref="FileSystemException"/>, which says whether a retry can help.
/// </remarks>
public abstract class FileSystem : IAsyncDisposable
{
    /// <summary>The scheme and authority this file system serves, such as <c>hdfs://namenode:8020/</c>.</summary>
    public abstract Uri Uri { get; }

    /// <summary>Where relative paths begin: the user's home directory on a server, the process's folder on this machine.</summary>
    public virtual string WorkingDirectory => "/";

    /// <summary>Creates a file and its missing parent directories, and opens it for writing.</summary>
    /// <exception cref="FileSystemException">The file exists and <see cref="CreateOptions.Overwrite"/> is off, or the server refused.</exception>
    public abstract ValueTask<FileOutputStream> CreateAsync(string path, CreateOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Opens an existing, closed file for writing at its end.</summary>
    public abstract ValueTask<FileOutputStream> AppendAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Opens a file for sequential reading from its start.</summary>
    public abstract ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>
    /// Renames a file or directory atomically. The target must not exist: <see langword="false"/> when it does, or when the source
    /// or the target's parent is missing.
    /// </summary>
    public abstract ValueTask<bool> RenameAsync(string source, string destination, CancellationToken cancellationToken = default);

    /// <summary>Deletes a path; <see langword="false"/> when there was none.</summary>
    /// <exception cref="FileSystemException">A directory is not empty and <paramref name="recursive"/> is off.</exception>
    public abstract ValueTask<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellationToken = default);

    /// <summary>Creates a directory and its missing parents; one that exists already is no error.</summary>
    public abstract ValueTask MakeDirectoriesAsync(string path, FilePermission? permission = null, CancellationToken cancellationToken = default);

    /// <summary>What the file system knows of a path, or <see langword="null"/> when nothing is there.</summary>
    public abstract ValueTask<FileStatus?> GetStatusAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>The entries of a directory by name, or the one entry of a file.</summary>
    /// <exception cref="FileSystemException">The path does not exist.</exception>
    public abstract IAsyncEnumerable<FileStatus> ListAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Sets a path's permission bits.</summary>
    public abstract ValueTask SetPermissionAsync(string path, FilePermission permission, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks the server to end a dead writer's lease on a file and to settle the file's length; <see langword="true"/> once the file
    /// is closed. File systems without leases answer <see langword="true"/>.
    /// </summary>
    public virtual ValueTask<bool> RecoverLeaseAsync(string path, CancellationToken cancellationToken = default) => ValueTask.FromResult(true);

    /// <summary>Whether a file is complete, with no writer and no recovery under way.</summary>
    public virtual ValueTask<bool> IsFileClosedAsync(string path, CancellationToken cancellationToken = default) => ValueTask.FromResult(true);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
