using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;
using FlumeSharp.Channels.File.Writing;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File.Checkpoints;

/// <summary>Writes checkpoints now and then, and deletes the segments that nobody needs: sections 6 and 7 of the format.</summary>
internal sealed class Checkpointer(
    LogSettings settings,
    string directory,
    string? backupDirectory,
    SegmentIds ids,
    SegmentTable segments,
    EventQueue queue,
    SegmentDeletion deletion,
    GroupCommitter committer,
    FileChannelCounters counters,
    ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CheckpointWriter _writer = new(settings.Storage, settings.Fault);
    private long _serial;
    private (long Number, long Bytes) _covered = (-1, -1);
    private int _failures;

    /// <summary>Bytes of the last checkpoint.</summary>
    public long LastLength { get; private set; }

    /// <summary>Says which checkpoint recovery began with.</summary>
    public void ContinueAfter(long serial) => _serial = serial;

    /// <summary>Writes a checkpoint when anything has changed, and deletes segments.</summary>
    /// <returns>False when it could not be written.</returns>
    public async Task<bool> RunAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await FlushAsync().ConfigureAwait(false);
            var unneeded = deletion.FindUnneeded();
            if (!TryPrepare(unneeded, out var bytes, out var hasBackup))
            {
                return true;
            }

            // It may tell of groups that came after the flush above.
            await FlushAsync().ConfigureAwait(false);
            Publish(hasBackup);
            var deleted = await deletion.DeleteAsync(unneeded).ConfigureAwait(false);
            Log.CheckpointWritten(logger, _serial, queue.Count, bytes, deleted, settings.Channel);
            _failures = 0;
            return true;
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure) || failure is ChannelException)
        {
            counters.CheckpointWriteError.Increment();
            if (_failures++ == 0)
            {
                Log.CheckpointFailed(logger, failure, _failures, settings.Channel);
            }

            if (DiskErrors.IsFull(failure))
            {
                await MakeSpaceAsync().ConfigureAwait(false);
            }

            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // A checkpoint of what is not on disk would make a power cut look like damage, and its pointers would lead astray.
    private async Task FlushAsync()
    {
        if (!settings.FlushesEachGroup && !await committer.FlushAsync().ConfigureAwait(false))
        {
            throw new IOException("What the checkpoint tells of could not be flushed.");
        }
    }

    private bool TryPrepare(List<Segment> unneeded, out long bytes, out bool hasBackup)
    {
        SegmentMark[] marks;
        lock (queue.Gate)
        {
            // A segment whose first group failed has nothing to say, and its name may not outlive a power cut.
            marks = [.. segments.Snapshot().Where(static segment => segment.HasContent).Select(segment => new SegmentMark(segment.Id, unneeded.Contains(segment) ? 0 : segment.End, segment.Puts, segment.Takes))];
        }

        var header = new CheckpointHeader(ids.Channel, marks.Length, ids.NextNumber, 0, _serial + 1);
        var covers = (header.NextNumber, marks.Sum(static mark => mark.End));
        bytes = 0;
        hasBackup = false;
        if (covers == _covered && unneeded.Count == 0)
        {
            return false;
        }

        bytes = LastLength = _writer.Prepare(directory, header, marks, queue);
        hasBackup = backupDirectory is not null && TryBackup(() => _writer.Prepare(backupDirectory, header, marks, queue));
        _covered = covers;
        return true;
    }

    private void Publish(bool hasBackup)
    {
        try
        {
            _writer.Publish(directory);
        }
        catch
        {
            _covered = (-1, -1);
            throw;
        }

        _serial++;
        if (hasBackup)
        {
            TryBackup(() => _writer.Publish(backupDirectory!));
        }
    }

    private bool TryBackup(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            counters.CheckpointBackupWriteError.Increment();
            Log.BackupFailed(logger, failure, settings.Channel);

            // What it says of segments that are going to be deleted would be taken for a loss.
            settings.Storage.Delete(Path.Combine(backupDirectory!, CheckpointWriter.FileName));
            settings.Storage.SyncDirectory(backupDirectory!);
            return false;
        }
    }

    // Without space for a checkpoint there is none, rather than no deletion: the segments alone say everything.
    private async Task MakeSpaceAsync()
    {
        try
        {
            var unneeded = deletion.FindUnneeded();
            if (unneeded.Count == 0)
            {
                return;
            }

            _covered = (-1, -1);
            foreach (var place in backupDirectory is null ? [directory] : new[] { directory, backupDirectory })
            {
                settings.Storage.Delete(Path.Combine(place, CheckpointWriter.FileName + CheckpointWriter.TemporarySuffix));
                settings.Storage.Delete(Path.Combine(place, CheckpointWriter.FileName));
                settings.Storage.SyncDirectory(place);
            }

            await deletion.DeleteAsync(unneeded).ConfigureAwait(false);
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure) || failure is ChannelException)
        {
            Log.DeletionFailed(logger, failure, settings.Channel);
        }
    }
}
