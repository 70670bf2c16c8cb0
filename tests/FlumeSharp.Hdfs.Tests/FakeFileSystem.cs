namespace FlumeSharp.Hdfs.Tests;

/// <summary>A file system that only knows where it was mounted.</summary>
internal sealed class FakeFileSystem(Uri root) : FileSystem
{
    public bool Disposed { get; private set; }

    public override Uri Uri => root;

    public override ValueTask<FileOutputStream> CreateAsync(string path, CreateOptions? options = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public override ValueTask<FileOutputStream> AppendAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override ValueTask<bool> RenameAsync(string source, string destination, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public override ValueTask<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override ValueTask MakeDirectoriesAsync(string path, FilePermission? permission = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public override ValueTask<FileStatus?> GetStatusAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override IAsyncEnumerable<FileStatus> ListAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override ValueTask SetPermissionAsync(string path, FilePermission permission, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public override ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }
}
