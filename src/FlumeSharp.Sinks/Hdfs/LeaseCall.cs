using FlumeSharp.Hdfs;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Ends the lease of a writer that is given up, so that the server settles the length of its file.</summary>
internal sealed class LeaseCall(FileSystem fileSystem, BucketFile file) : CallTarget
{
    /// <inheritdoc />
    public override string Name => file.Name;

    /// <summary>Whether the file is closed by now.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Asks the server to end the lease.</summary>
    public async ValueTask RecoverAsync(CancellationToken cancellationToken) =>
        IsClosed = await fileSystem.RecoverLeaseAsync(file.InUsePath, cancellationToken).ConfigureAwait(false);

    /// <summary>Asks whether the server is done.</summary>
    public async ValueTask CheckAsync(CancellationToken cancellationToken) =>
        IsClosed = await fileSystem.IsFileClosedAsync(file.InUsePath, cancellationToken).ConfigureAwait(false);
}
