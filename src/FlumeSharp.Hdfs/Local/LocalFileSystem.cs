using System.Runtime.CompilerServices;

namespace FlumeSharp.Hdfs.Local;

/// <summary>The <c>file</c> scheme: the machine's own file system, as durable and atomic as POSIX allows.</summary>
/// <remarks>
/// Every call that may wait for a disk or a network mount runs on the thread pool, so a caller can put a deadline on it.
/// The process's umask holds for new files and directories. No <c>.crc</c> side files are written, unlike Hadoop's LocalFileSystem.
/// </remarks>
internal sealed class LocalFileSystem : FileSystem
{
    internal static readonly Uri DefaultUri = new("file:///");

    /// <summary>Makes the file system of a <c>file</c> URI.</summary>
    /// <exception cref="FileSystemException">The URI names a host, as <c>file://tmp/x</c> does by mistake.</exception>
    public LocalFileSystem(Uri? uri = null)
    {
        var host = uri is { IsAbsoluteUri: true } ? uri.Host : "";
        if (host.Length > 0 && !string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
            throw new FileSystemException($"A file URI has no host, but this one names '{host}'; write file:///{host}/... if that is a directory.");
    }

    /// <inheritdoc />
    public override Uri Uri => DefaultUri;

    /// <inheritdoc />
    public override string WorkingDirectory => Directory.GetCurrentDirectory().Replace('\\', '/');

    /// <inheritdoc />
    public override ValueTask<FileOutputStream> CreateAsync(string path, CreateOptions? options = null, CancellationToken cancellationToken = default)
        => RunAsync<FileOutputStream>("create", path, local =>
        {
            options ??= new CreateOptions();
            if (Directory.Exists(local))
                throw new PathExistsException($"file: cannot create '{path}': a directory of this name exists.");
            if (!options.Overwrite && File.Exists(local))
                throw new PathExistsException($"file: cannot create '{path}': the file exists already.");
            var parent = Path.GetDirectoryName(local)!; // Only the root has no parent, and the root is a directory.
            LocalDirectories.Create(parent, permission: null);
            var open = new FileStreamOptions
            {
                Mode = options.Overwrite ? FileMode.Create : FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.Read | FileShare.Delete,
                BufferSize = 0,
            };
            if (options.Permission is { } permission && !OperatingSystem.IsWindows())
                open.UnixCreateMode = (UnixFileMode)(permission.Mode & 0xFFF);
            var file = new FileStream(local, open);
            try
            {
                LocalDirectories.Sync(parent);
            }
            catch
            {
                file.Dispose();
                throw;
            }
            return new LocalOutputStream(path, file, 0);
        }, cancellationToken);

    /// <inheritdoc />
    public override ValueTask<FileOutputStream> AppendAsync(string path, CancellationToken cancellationToken = default)
        => RunAsync<FileOutputStream>("append to", path, local =>
        {
            var file = new FileStream(local, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Write,
                Share = FileShare.Read | FileShare.Delete,
                BufferSize = 0,
            });
            return new LocalOutputStream(path, file, file.Length);
        }, cancellationToken);

    /// <inheritdoc />
    public override ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken = default)
        => RunAsync<Stream>("open", path, local => new FileStream(local, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 64 * 1024,
            Options = FileOptions.SequentialScan,
        }), cancellationToken);

    /// <inheritdoc />
    public override ValueTask<bool> RenameAsync(string source, string destination, CancellationToken cancellationToken = default)
        => RunAsync("rename", source, local => LocalRename.Move(local, LocalPath.Of(destination)), cancellationToken);

    /// <inheritdoc />
    public override ValueTask<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellationToken = default)
        => RunAsync("delete", path, local =>
        {
            if (Path.GetDirectoryName(local) is null)
                throw new FileSystemException($"file: cannot delete '{path}': it is the root of the file system.");
            var entry = new FileInfo(local);
            // The attributes are those of a link itself, so a link to a directory is removed and its target stays.
            if ((int)entry.Attributes == -1)
                return false;
            if (!entry.Attributes.HasFlag(FileAttributes.Directory) || entry.LinkTarget is not null)
            {
                File.Delete(local);
                return true;
            }
            if (!recursive && Directory.EnumerateFileSystemEntries(local).Any())
                throw new FileSystemException($"file: cannot delete '{path}': the directory is not empty.");
            Directory.Delete(local, recursive);
            return true;
        }, cancellationToken);

    /// <inheritdoc />
    public override async ValueTask MakeDirectoriesAsync(string path, FilePermission? permission = null, CancellationToken cancellationToken = default)
        => await RunAsync("create directory", path, local =>
        {
            LocalDirectories.Create(local, permission);
            return true;
        }, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public override ValueTask<FileStatus?> GetStatusAsync(string path, CancellationToken cancellationToken = default)
        => RunAsync("read the status of", path, local => LocalStatus.Read(local, path), cancellationToken);

    /// <inheritdoc />
    public override async IAsyncEnumerable<FileStatus> ListAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var entries = await RunAsync("list", path, local => LocalDirectories.List(local, path), cancellationToken).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    /// <inheritdoc />
    public override async ValueTask SetPermissionAsync(string path, FilePermission permission, CancellationToken cancellationToken = default)
        => await RunAsync("set the permissions of", path, local =>
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(local, (UnixFileMode)(permission.Mode & 0xFFF));
            return true;
        }, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async ValueTask<T> RunAsync<T>(string verb, string path, Func<string, T> action, CancellationToken cancellationToken)
    {
        var local = LocalPath.Of(path);
        try
        {
            return await Task.Run(() => action(local), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (LocalErrors.Is(ex))
        {
            throw LocalErrors.Wrap(verb, path, ex);
        }
    }
}
