using FlumeSharp.Channels.File.Checkpoints;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Reading;
using FlumeSharp.Channels.File.Recovery;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;
using FlumeSharp.Channels.File.Writing;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File;

/// <summary>An open file channel: its directories locked, its log read, its writer running. All parts of it meet here.</summary>
internal sealed class EventStore : IDisposable
{
    private readonly List<IDisposable> _locks;
    private readonly DataDirectory[] _directories;
    private readonly SegmentDeletion _deletion;

    private EventStore(LogSettings settings, EventStorePlaces places, LogRecovery recovery, Parts parts, List<IDisposable> locks)
    {
        _locks = locks;
        Settings = settings;
        Queue = parts.Queue;
        Reader = parts.Reader;
        Room = new RoomGate(places.Capacity, places.Time);
        Room.Occupy(Queue.Count);
        Arrivals = new ArrivalGate(() => Queue.Waiting > 0, places.Time);
        var id = recovery.ChannelId ?? ChannelId.New();
        ChannelIdText = id.ToString();
        var ids = new SegmentIds(id, recovery.LastId, recovery.NextNumber);
        var last = parts.Segments.Snapshot().ToLookup(static segment => segment.Directory);
        _directories = [.. places.DataDirectories.Select(path => new DataDirectory(path, settings, parts.Segments, ids))];
        foreach (var directory in _directories)
        {
            directory.ContinueAfter(last[directory.Path].LastOrDefault());
            directory.EnsureReserve();
        }

        Committer = new GroupCommitter(settings, new GroupWriter(settings, _directories, ids, Queue, Arrivals, parts.Logger));
        _deletion = new SegmentDeletion(settings, parts.Segments, Queue, Reader, Committer);
        Checkpoints = new Checkpointer(
            settings, places.CheckpointDirectory, places.BackupDirectory, ids, parts.Segments, Queue, _deletion, Committer, parts.Counters, parts.Logger);
        Checkpoints.ContinueAfter(recovery.CheckpointSerial);
        Damages = recovery.Damages;
    }

    public LogSettings Settings { get; }

    public EventQueue Queue { get; }

    public RoomGate Room { get; }

    public ArrivalGate Arrivals { get; }

    public EventReader Reader { get; }

    public GroupCommitter Committer { get; }

    public Checkpointer Checkpoints { get; }

    /// <summary>Names the storage in positions.</summary>
    public string ChannelIdText { get; }

    /// <summary>Damaged pieces that were found at the opening.</summary>
    public int Damages { get; }

    /// <summary>Opens the directories.</summary>
    /// <exception cref="ChannelException">They are in use, or not a channel's.</exception>
    public static EventStore Open(LogSettings settings, EventStorePlaces places, FileChannelCounters counters, ILogger logger, CancellationToken cancellationToken)
    {
        var locks = new List<IDisposable>();
        try
        {
            foreach (var path in places.All)
            {
                settings.Storage.CreateDirectory(path);
                locks.Add(settings.Storage.Lock(path, settings.Channel));
            }

            var segments = new SegmentTable();
            var queue = new EventQueue(segments, places.Memory);
            var quarantine = new Quarantine(settings.Storage, counters, logger, settings.Channel);
            var recovery = new LogRecovery(settings.Storage, places.DataDirectories, places.CheckpointDirectories, segments, queue, quarantine, logger, settings.Channel)
            {
                ReadsAll = places.ReadsAll,
            };
            recovery.Run(cancellationToken);
            settings.Fault?.Invoke(FaultPoint.AfterRecovery);
            settings.Keys.Unlock(segments.Snapshot().Where(static segment => segment.Live > 0), settings.Channel);
            var parts = new Parts(segments, queue, new EventReader(settings.Storage, segments, quarantine), counters, logger);
            return new EventStore(settings, places, recovery, parts, locks);
        }
        catch
        {
            locks.ForEach(static held => held.Dispose());
            throw;
        }
    }

    /// <summary>Whether so much could be deleted that it is worth a checkpoint before its time.</summary>
    /// <param name="isShort">Puts have failed, perhaps for want of just that space.</param>
    public bool HasMuchToDelete(bool isShort)
    {
        const long Much = 256 << 20;
        var unneeded = _deletion.FindUnneeded();
        return unneeded.Count > 0
            && (isShort || unneeded.Sum(static segment => segment.End) >= Math.Max(Much, 4 * Checkpoints.LastLength) || Array.Exists(_directories, static directory => IsShort(directory)));
    }

    /// <summary>Sets space aside for takes again, once there is enough.</summary>
    public void EnsureReserve() => Array.ForEach(_directories, static directory => directory.EnsureReserve());

    /// <summary>Finishes what was handed over, and lets go of everything.</summary>
    public void Dispose()
    {
        Committer.Dispose();
        Checkpoints.Dispose();
        Reader.Dispose();
        _locks.ForEach(static held => held.Dispose());
        _locks.Clear();
    }

    private static bool IsShort(DataDirectory directory)
    {
        try
        {
            return directory.SpaceForPuts() < 0;
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            return false;
        }
    }

    private sealed record Parts(SegmentTable Segments, EventQueue Queue, EventReader Reader, FileChannelCounters Counters, ILogger Logger);
}
