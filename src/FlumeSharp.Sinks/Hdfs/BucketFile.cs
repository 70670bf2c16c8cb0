using FlumeSharp.Hdfs;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>One file from its first event to its final name. Its owner calls one method at a time.</summary>
internal sealed class BucketFile(FileSystem fileSystem, IHdfsFileFormat format, FileSeries series) : CallTarget
{
    private readonly PooledBuffer _buffer = new();
    private FileOutputStream? _stream;
    private bool _hasBegun;
    private bool _hasEnded;

    /// <inheritdoc />
    public override string Name => Show(InUsePath);

    /// <summary>Where it stands while it is written.</summary>
    public string InUsePath { get; private set; } = "";

    /// <summary>Where it will stand afterwards.</summary>
    public string FinalPath { get; private set; } = "";

    /// <summary>Events written.</summary>
    public long Events { get; private set; }

    /// <summary>Bytes of the bodies written.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether anything was written since the last flush.</summary>
    public bool HasUnflushed { get; private set; }

    /// <summary>The replicas it should have; <see langword="null"/> before <see cref="ReadReplicationAsync"/>.</summary>
    public int? Replication { get; private set; }

    /// <summary>The replicas its open block has, where the file system can tell.</summary>
    public int? CurrentReplicas => _stream?.CurrentReplicas;

    /// <summary>Whether a call failed or took too long, so that nothing more may be written.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Whether a close failed before.</summary>
    public bool HasTriedToClose { get; set; }

    /// <summary>What the last <see cref="RenameAsync"/> came to.</summary>
    public RenameOutcome Outcome { get; private set; }

    /// <summary>A path with scheme and host, as logs show it.</summary>
    public string Show(string path) => fileSystem.Uri.ToString().TrimEnd('/') + path;

    /// <summary>Takes the next name of the series.</summary>
    public void TakeName() => (InUsePath, FinalPath) = series.Next();

    /// <summary>Takes only a new final name, because another file has the first one.</summary>
    public void TakeFinalName() => FinalPath = series.Next().Final;

    /// <summary>Lays out events for the next <see cref="WriteAsync"/>. When it throws, nothing is kept.</summary>
    public void LayOut(ReadOnlySpan<Event> events)
    {
        try
        {
            if (!_hasBegun)
            {
                format.Begin(_buffer);
            }

            format.Append(events, _buffer);
            _hasBegun = true;
        }
        catch
        {
            _buffer.Release();
            throw;
        }
    }

    /// <summary>Creates the file; one of that name must not exist.</summary>
    public async ValueTask CreateAsync(CancellationToken cancellationToken) =>
        _stream = await fileSystem.CreateAsync(InUsePath, options: null, cancellationToken).ConfigureAwait(false);

    /// <summary>Whether something stands where the file should be created.</summary>
    public async ValueTask<bool> IsNameTakenAsync(CancellationToken cancellationToken) =>
        await fileSystem.GetStatusAsync(InUsePath, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Writes what was laid out.</summary>
    public ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        HasUnflushed = true;
        return Stream.WriteAsync(_buffer.Written, cancellationToken);
    }

    /// <summary>Counts what was written; the buffer is free again.</summary>
    public void Wrote(ReadOnlySpan<Event> events)
    {
        _buffer.Release();
        Events += events.Length;
        foreach (var item in events)
        {
            Bytes += item.Body.Length;
        }
    }

    /// <summary>Makes everything written so far readable for others and safe from the death of this process.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        format.Flush(_buffer);
        return _buffer.Written.IsEmpty ? Stream.FlushAsync(cancellationToken) : WriteAndFlushAsync(cancellationToken);
    }

    /// <summary>A flush has worked.</summary>
    public void Flushed()
    {
        _buffer.Release();
        HasUnflushed = false;
    }

    /// <summary>Ends the file, unless it failed before, and closes it. May be tried again.</summary>
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (!_hasEnded && !HasFailed)
        {
            _hasEnded = true;
            format.Flush(_buffer);
            format.End(_buffer);
            if (!_buffer.Written.IsEmpty)
            {
                await Stream.WriteAsync(_buffer.Written, cancellationToken).ConfigureAwait(false);
            }

            _buffer.Release();
        }

        await Stream.CloseAsync(cancellationToken).ConfigureAwait(false);
        HasUnflushed = false;
    }

    /// <summary>Gives the file its final name, never in the place of another file; see <see cref="Outcome"/>.</summary>
    public async ValueTask RenameAsync(CancellationToken cancellationToken)
    {
        var directory = DirectoryOf(FinalPath);
        if (directory != DirectoryOf(InUsePath))
        {
            await fileSystem.MakeDirectoriesAsync(directory, permission: null, cancellationToken).ConfigureAwait(false);
        }

        if (await fileSystem.RenameAsync(InUsePath, FinalPath, cancellationToken).ConfigureAwait(false))
        {
            Outcome = RenameOutcome.Renamed;
        }
        else if (await fileSystem.GetStatusAsync(InUsePath, cancellationToken).ConfigureAwait(false) is null)
        {
            Outcome = RenameOutcome.SourceGone;
        }
        else if (await fileSystem.GetStatusAsync(FinalPath, cancellationToken).ConfigureAwait(false) is not null)
        {
            Outcome = RenameOutcome.NameTaken;
        }
        else
        {
            throw new FileSystemException($"The file system refused to rename {Name} to {Show(FinalPath)}.");
        }
    }

    /// <summary>Asks how many replicas the file should have.</summary>
    public async ValueTask ReadReplicationAsync(CancellationToken cancellationToken) =>
        Replication = (await fileSystem.GetStatusAsync(InUsePath, cancellationToken).ConfigureAwait(false))?.Replication ?? 0;

    /// <summary>Lets go of the stream, once no call runs on it any more, and of bytes that were never written. Never throws.</summary>
    /// <param name="deletes">The file was created too late and goes away again.</param>
    public async Task ReleaseAsync(bool deletes = false)
    {
        try
        {
            await Pending.ConfigureAwait(false);
            _buffer.Forget();
            if (_stream is not null)
            {
                await _stream.DisposeAsync().ConfigureAwait(false);
                if (deletes)
                {
                    await fileSystem.DeleteAsync(InUsePath, recursive: false, CancellationToken.None).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody needs the stream any more; what became of the file is the lease recovery's concern.
        }
    }

    private FileOutputStream Stream => _stream ?? throw new InvalidOperationException($"{Name} is not open.");

    private async ValueTask WriteAndFlushAsync(CancellationToken cancellationToken)
    {
        await Stream.WriteAsync(_buffer.Written, cancellationToken).ConfigureAwait(false);
        await Stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string DirectoryOf(string path) => path[..Math.Max(path.LastIndexOf('/'), 1)];
}
