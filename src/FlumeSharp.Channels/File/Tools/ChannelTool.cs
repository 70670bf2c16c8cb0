using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Reading;
using FlumeSharp.Channels.File.Recovery;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;
using FlumeSharp.Channels.File.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlumeSharp.Channels.File.Tools;

/// <summary>What can be done with a file channel's folders while it does not run.</summary>
internal static class ChannelTool
{
    private const string Name = "tool";

    /// <summary>Reads all frames of all segments and changes nothing.</summary>
    /// <param name="folders">Where.</param>
    /// <param name="keys">With keys each encrypted event is opened, too. A key that is gone is none that is missed: drained files need none.</param>
    /// <param name="progress">Hears bytes done and bytes in all.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static List<SegmentReport> Check(ChannelFolders folders, Keyring keys, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var reports = new List<SegmentReport>();
        var done = 0L;
        foreach (var segment in folders.Segments)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (segment.FileLength == 0)
            {
                continue;
            }

            var whyLocked = keys.Provider is null ? null : keys.TryUnlock(segment.Segment, out _);
            reports.Add(SegmentReport.Of(segment, whyLocked));
            done += segment.FileLength;
            progress(done, folders.Bytes);
        }

        return reports;
    }

    /// <summary>The events that wait, in order, with their numbers; changes nothing.</summary>
    public static IEnumerable<(long Number, Event Item)> Waiting(ChannelFolders folders, Keyring keys, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var (queue, segments) = Recover(folders, progress, cancellationToken);
        keys.Unlock(segments.Snapshot().Where(static segment => segment.Live > 0), Name);
        using var reader = new EventReader(DiskStorage.Instance, segments, null);
        var found = new Event?[1];
        var claims = new List<Claim>();
        while (queue.Claim(found, claims) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.Read(claims[0]) is { } item)
            {
                yield return (claims[0].Number, item);
            }

            claims.Clear();
        }
    }

    /// <summary>How many events wait.</summary>
    public static long CountWaiting(ChannelFolders folders, Action<long, long> progress, CancellationToken cancellationToken) =>
        Recover(folders, progress, cancellationToken).Queue.Count;

    /// <summary>
    /// Opens the channel as an agent would, which puts damaged bytes aside, and writes a checkpoint, after which they are not met again.
    /// </summary>
    /// <returns>Damaged pieces, and events that wait.</returns>
    public static async Task<(int Damages, long Waiting)> RepairAsync(ChannelFolders folders, Keyring keys, string checkpointDirectory, ILogger logger, CancellationToken cancellationToken)
    {
        // The channel takes the locks itself.
        folders.Dispose();

        var settings = new LogSettings { Channel = Name, Storage = DiskStorage.Instance, Keys = keys };
        var places = new EventStorePlaces { DataDirectories = folders.DataDirectories, CheckpointDirectory = checkpointDirectory, Capacity = int.MaxValue, Memory = 0, ReadsAll = true };
        using var store = EventStore.Open(settings, places, new FileChannelCounters(Name), logger, cancellationToken);
        if (!await store.Checkpoints.RunAsync().ConfigureAwait(false))
        {
            throw new ChannelException($"The checkpoint cannot be written to {checkpointDirectory}.");
        }

        return (store.Damages, store.Queue.Count);
    }

    private static (EventQueue Queue, SegmentTable Segments) Recover(ChannelFolders folders, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var segments = new SegmentTable();
        var queue = new EventQueue(segments, 0);
        string[] checkpoints = folders.CheckpointDirectory is { } directory ? [directory] : [];
        new LogRecovery(DiskStorage.Instance, folders.DataDirectories, checkpoints, segments, queue, null, NullLogger.Instance, Name) { Progress = progress, Settles = false }.Run(cancellationToken);
        return (queue, segments);
    }
}
