using FlumeSharp.Hdfs;

namespace FlumeSharp.Sinks.Hdfs.Fakes;

/// <summary>An open file of <see cref="FaultyFileSystem"/>: once a write or a flush has failed, it can never be closed.</summary>
internal sealed class FaultyStream(FaultyFileSystem fileSystem, FaultyFile file, string path) : FileOutputStream
{
    private bool _isBroken;

    public override string Path => path;

    public override long Position => 0;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        await CallAsync("write", cancellationToken);
        file.Write(bytes.Span);
    }

    public override async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        await CallAsync("flush", cancellationToken);
        file.Flush();
    }

    public override ValueTask SyncAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override async ValueTask CloseAsync(CancellationToken cancellationToken = default)
    {
        await fileSystem.EnterAsync("close", path, cancellationToken);
        if (_isBroken)
        {
            throw new FileSystemException($"{path} is broken.");
        }

        file.Flush();
        file.IsOpen = false;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task CallAsync(string verb, CancellationToken cancellationToken)
    {
        try
        {
            await fileSystem.EnterAsync(verb, path, cancellationToken);
        }
        catch
        {
            _isBroken = true;
            throw;
        }
    }
}
