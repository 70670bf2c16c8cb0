using System.Buffers;
using System.Globalization;
using FlumeSharp.Hdfs;

namespace FlumeSharp.Agent.Commands;

/// <summary>The actions of <c>flumesharp fs</c>.</summary>
internal sealed class FileSystemTool(FileSystemFactory factory, TextWriter output)
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Lists a directory, or the one entry of a file, as <c>hdfs dfs -ls</c> does.</summary>
    public async Task ListAsync(string uri, bool recursive, CancellationToken cancellationToken)
    {
        var (fileSystem, path) = Locate(uri);
        var pending = new Stack<string>([path]);
        while (pending.TryPop(out var folder))
        {
            await foreach (var status in fileSystem.ListAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                await output.WriteLineAsync(Line(status)).ConfigureAwait(false);
                if (recursive && status.IsDirectory)
                {
                    pending.Push(status.Path);
                }
            }
        }
    }

    /// <summary>Copies a file to standard output.</summary>
    public async Task CatAsync(string uri, CancellationToken cancellationToken)
    {
        var (fileSystem, path) = Locate(uri);
        var source = await fileSystem.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using var _ = source.ConfigureAwait(false);
        var console = Console.OpenStandardOutput();
        await using var __ = console.ConfigureAwait(false);
        await source.CopyToAsync(console, BufferSize, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a local file, or standard input, to a new file; into a directory when the target is one.</summary>
    public async Task PutAsync(string local, string uri, bool overwrite, CancellationToken cancellationToken)
    {
        var (fileSystem, path) = Locate(uri);
        if (local != "-" && await fileSystem.GetStatusAsync(path, cancellationToken).ConfigureAwait(false) is { IsDirectory: true })
        {
            path = $"{path.TrimEnd('/')}/{Path.GetFileName(local)}";
        }

        var source = local == "-" ? Console.OpenStandardInput() : File.OpenRead(local);
        await using var _ = source.ConfigureAwait(false);
        var target = await fileSystem.CreateAsync(path, new CreateOptions { Overwrite = overwrite }, cancellationToken).ConfigureAwait(false);
        await using var __ = target.ConfigureAwait(false);
        using var progress = new CopyProgress(local == "-" ? null : source.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                progress.Report(target.Position);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await target.CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a directory and its parents.</summary>
    public async Task MakeDirectoryAsync(string uri, CancellationToken cancellationToken)
    {
        var (fileSystem, path) = Locate(uri);
        await fileSystem.MakeDirectoriesAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a path that must exist.</summary>
    public async Task RemoveAsync(string uri, bool recursive, CancellationToken cancellationToken)
    {
        var (fileSystem, path) = Locate(uri);
        var status = await fileSystem.GetStatusAsync(path, cancellationToken).ConfigureAwait(false) ?? throw Missing(uri);
        if (status.IsDirectory && !recursive)
        {
            throw new FileSystemException($"{uri} is a directory; add -r to delete it with all that is in it.");
        }

        await fileSystem.DeleteAsync(path, recursive, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync($"Deleted {uri}").ConfigureAwait(false);
    }

    /// <summary>Says everything that the file system knows of a path.</summary>
    public async Task StatAsync(string uri, CancellationToken cancellationToken)
    {
        var (fileSystem, path) = Locate(uri);
        var status = await fileSystem.GetStatusAsync(path, cancellationToken).ConfigureAwait(false) ?? throw Missing(uri);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            path         {status.Path}
            type         {(status.IsDirectory ? "directory" : "file")}
            length       {status.Length}
            modified     {status.ModificationTime:yyyy-MM-dd HH:mm:ss.fff zzz}
            permissions  {status.Permission}
            owner        {status.Owner}
            group        {status.Group}
            replication  {status.Replication}
            block size   {status.BlockSize}
            """)).ConfigureAwait(false);
    }

    private static FileSystemException Missing(string uri) => new($"{uri} does not exist.");

    private static string Line(FileStatus status) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(status.IsDirectory ? 'd' : '-')}{status.Permission} {(status.IsDirectory ? "-" : status.Replication),3} {status.Owner,-10} {status.Group,-10} {status.Length,12} {status.ModificationTime.ToLocalTime():yyyy-MM-dd HH:mm} {status.Path}");

    private (FileSystem FileSystem, string Path) Locate(string uri)
    {
        var location = FileSystemLocation.Parse(uri);
        var path = location.Path.StartsWith('/') ? location.Path : Path.GetFullPath(location.Path);
        return (factory.Get(location.Root), path);
    }
}
