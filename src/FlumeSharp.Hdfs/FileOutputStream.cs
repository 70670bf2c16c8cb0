namespace FlumeSharp.Hdfs;

/// <summary>
/// An open file being written. One caller at a time. Disposing without <see cref="CloseAsync"/> abandons the file: what was flushed
/// stays readable, the rest may be lost, and a distributed file keeps its lease until it is recovered.
/// </summary>
public abstract class FileOutputStream : IAsyncDisposable
{
    /// <summary>The path being written, without scheme and authority.</summary>
    public abstract string Path { get; }

    /// <summary>Bytes in the file once everything written so far has arrived, counting what was there before an append.</summary>
    public abstract long Position { get; }

    /// <summary>Replicas the block being written has now; <see langword="null"/> where the file system does not replicate or has no open block.</summary>
    public virtual int? CurrentReplicas => null;

    /// <summary>Appends bytes. They are copied before the call completes, so the caller may reuse the memory.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    /// <summary>Hadoop's hflush: on return every byte written so far is visible to new readers and in the memory of all replicas.</summary>
    public abstract ValueTask FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>Hadoop's hsync: as <see cref="FlushAsync"/>, and on the disks of all replicas.</summary>
    public abstract ValueTask SyncAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes what is left and completes the file. A failed close may be tried again.</summary>
    public abstract ValueTask CloseAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
