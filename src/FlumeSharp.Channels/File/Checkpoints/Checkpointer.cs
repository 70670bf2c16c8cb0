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
            if (!settings.FlushesEachGroup)
            {
                await committer.FlushAsync().ConfigureAwait(false);
            }

            var unneeded = deletion.FindUnneeded();
            if (!TryWrite(unneeded, out var bytes))
            {
                return true;
            }

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

    private bool TryWrite(List<Segment> unneeded, out long bytes)
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
        if (covers == _covered && unneeded.Count == 0)
        {
            return false;
        }

        bytes = LastLength = _writer.Write(directory, header, marks, queue);
        _serial++;
        _covered = covers;
        if (backupDirectory is not null)
        {
            WriteBackup(header, marks);
        }

        return true;
    }

    private void WriteBackup(CheckpointHeader header, SegmentMark[] marks)
    {
        try
        {
            _writer.Write(backupDirectory!, header, marks, queue);
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            counters.CheckpointBackupWriteError.Increment();
            Log.BackupFailed(logger, failure, settings.Channel);

            // What it says of segments that are going to be deleted would be taken for a loss.
            settings.Storage.Delete(Path.Combine(backupDirectory!, CheckpointWriter.FileName));
            settings.Storage.SyncDirectory(backupDirectory!);
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
