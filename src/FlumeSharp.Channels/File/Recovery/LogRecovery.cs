using System.Diagnostics;
using FlumeSharp.Channels.File.Checkpoints;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>
/// Fills the queue with the events that are committed and not taken: docs/specs/file-channel-format.md, section 8. Changes nothing on
/// disk, except that damaged bytes are copied aside and the last bytes of the log are written once more.
/// </summary>
internal sealed class LogRecovery(
    IStorage storage,
    IReadOnlyList<string> dataDirectories,
    IReadOnlyList<string> checkpointDirectories,
    SegmentTable segments,
    EventQueue queue,
    Quarantine? quarantine,
    ILogger logger,
    string channel)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(2);
    private readonly EventQueue _queue = queue;
    private readonly Quarantine? _quarantine = quarantine;
    private readonly ILogger _logger = logger;
    private readonly string _channel = channel;
    private readonly bool _isOrdered = dataDirectories.Count == 1;
    private readonly List<NumberRange> _takes = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _reported = Stopwatch.GetTimestamp();
    private long _bytesToRead;
    private long _bytesRead;
    private ChannelId? _channelId;
    private uint _lastId;

    /// <summary>Reads everything; a checkpoint only tells what had been flushed.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>Makes what was found last, so that it is there the next time too; without it nothing on disk is touched.</summary>
    public bool Settles { get; init; } = true;

    /// <summary>Hears how many bytes of how many are read; besides the log.</summary>
    public Action<long, long>? Progress { get; init; }

    /// <summary>The channel's id; null when the directories are empty.</summary>
    public ChannelId? ChannelId => _channelId;

    /// <summary>Number that the next event gets.</summary>
    public long NextNumber { get; private set; } = 1;

    /// <summary>Highest segment id in use.</summary>
    public uint LastId => _lastId;

    /// <summary>Number of the checkpoint that was used; 0 = none.</summary>
    public long CheckpointSerial { get; private set; }

    /// <summary>Pieces of files that failed their check.</summary>
    public int Damages { get; private set; }

    /// <summary>Reads everything.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        var found = SegmentFinder.Find(storage, dataDirectories);
        foreach (var segment in found)
        {
            segments.Add(segment.Segment);
            _lastId = Math.Max(_lastId, segment.Segment.Id);
            if (segment.Header is { } header)
            {
                _channelId = header.Channel;
                SeeNumber((long)header.NextNumber - 1);
            }
        }

        LoadCheckpoint(found);
        _bytesToRead = found.Sum(static segment => segment.IsBeingDeleted ? 0 : Math.Max(0, segment.Until - segment.From));
        foreach (var segment in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Read(segment);
            segment.Segment.HasTail = segment.Segment.End < segment.FileLength;
        }

        if (Settles)
        {
            LogSettlement.Run(storage, found, [.. dataDirectories.Concat(checkpointDirectories).Distinct(StringComparer.Ordinal)]);
        }

        foreach (var segment in found.Where(static segment => segment.Header is not null || segment.Segment.HasContent))
        {
            segment.Segment.IsDurable = true;
        }

        // With several directories a take can be read before its put.
        foreach (var range in _takes)
        {
            _queue.Remove(range);
        }

        if (found.Count > 0)
        {
            Log.Recovered(_logger, _channel, _queue.Count, found.Count, _bytesRead >> 20, Stopwatch.GetElapsedTime(_started).TotalSeconds, CheckpointSerial > 0);
        }
    }

    private void LoadCheckpoint(List<RecoveredSegment> found)
    {
        foreach (var directory in checkpointDirectories)
        {
            var path = Path.Combine(directory, CheckpointWriter.FileName);
            using var checkpoint = CheckpointReader.TryOpen(storage, path, out var isDamaged);
            if (isDamaged)
            {
                Log.CheckpointDamaged(_logger, path, _channel);
            }

            if (checkpoint is null)
            {
                continue;
            }

            if (_channelId is not null && checkpoint.Header.Channel != _channelId)
            {
                Log.CheckpointOfAnother(_logger, path, _channel);
                continue;
            }

            Use(checkpoint, found, path);
            return;
        }
    }

    private void Use(CheckpointReader checkpoint, List<RecoveredSegment> found, string path)
    {
        _channelId = checkpoint.Header.Channel;
        CheckpointSerial = checkpoint.Header.Serial;
        SeeNumber(checkpoint.Header.NextNumber - 1);
        var byId = found.ToDictionary(static segment => segment.Segment.Id);
        foreach (var mark in checkpoint.Segments)
        {
            _lastId = Math.Max(_lastId, mark.Id);
            if (!byId.TryGetValue(mark.Id, out var segment))
            {
                if (mark.IsBeingDeleted)
                {
                    continue;
                }

                Log.SegmentMissing(_logger, mark.Id, path, _channel);
                Damages++;
                continue;
            }

            // Who reads all does not believe the checkpoint: takes in such a segment may not have been written again yet.
            segment.IsBeingDeleted = mark.IsBeingDeleted && !ReadsAll;
            segment.Covered = mark.End;
            segment.ReadsAll = ReadsAll;
            segment.Segment.Puts = mark.Puts;
            segment.Segment.Takes = mark.Takes;
        }

        if (ReadsAll)
        {
            return;
        }

        checkpoint.ReadQueue((first, pointers) =>
        {
            for (var i = 0; i < pointers.Length; i++)
            {
                var pointer = new EventPointer(pointers[i]);
                if (pointers[i] != 0 && segments.TryFind(pointer.Segment) is { } segment)
                {
                    _queue.Add(segment, first + i, pointer);
                }
            }
        });
    }

    private void Read(RecoveredSegment found)
    {
        var segment = found.Segment;
        if (found.Header is null && found.FileLength > SegmentHeader.Length)
        {
            Log.HeaderDamaged(_logger, segment.Path, _channel);
        }

        if (found is { DamagedKeyNames: > 0, Flushed: > SegmentHeader.Length })
        {
            Log.KeyNameDamaged(_logger, segment.Path, found.DamagedKeyNames, _channel);
        }

        if (found.IsBeingDeleted)
        {
            segment.End = EndOf(found);
            return;
        }

        found.LastFlushed = found.Flushed;
        if (found.MissingEnd is { } missing)
        {
            Damages++;
            _quarantine?.Add(segment, missing, static (_, _) => []);
        }

        if (found.Until <= found.From)
        {
            segment.End = found.From;
            return;
        }

        using var file = storage.OpenRead(segment.Path);
        using var window = new SegmentWindow(file, segment, found.Until);
        var scanner = new SegmentScanner(window, found.Flushed, new Visitor(this, segment, window));
        segment.End = scanner.Scan(found.From);
        found.LastFlushed = scanner.Flushed;
        _bytesRead += found.Until - found.From;
        Progress?.Invoke(_bytesRead, _bytesToRead);
    }

    // Nothing of it counts, but it may stay for a while, be the last one of its directory, and then the next one states its end. Behind
    // that end may stand what was never committed.
    private long EndOf(RecoveredSegment found)
    {
        if (found.StatedEnd is { } stated)
        {
            return stated;
        }

        using var file = storage.OpenRead(found.Segment.Path);
        using var window = new SegmentWindow(file, found.Segment, found.FileLength);
        return new SegmentScanner(window, 0, SilentVisitor.Instance).Scan(found.Segment.FirstFrame);
    }

    private void SeeNumber(long number) => NextNumber = Math.Max(NextNumber, number + 1);

    private void Report(long position)
    {
        if (Stopwatch.GetElapsedTime(_reported) < ReportInterval)
        {
            return;
        }

        _reported = Stopwatch.GetTimestamp();
        Log.Recovering(_logger, _channel, (_bytesRead + position) >> 20, _bytesToRead >> 20, _queue.Count);
        Progress?.Invoke(_bytesRead + position, _bytesToRead);
    }

    private sealed class Visitor(LogRecovery recovery, Segment segment, SegmentWindow window) : ISegmentVisitor
    {
        public void OnPuts(long first, long frame, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> bytes)
        {
            for (var i = 0; i < offsets.Length; i++)
            {
                recovery._queue.Add(segment, first + i, new(segment.Id, frame + offsets[i]));
            }

            var numbers = new NumberRange(first, first + offsets.Length - 1);
            segment.Puts = segment.Puts.Join(numbers);
            recovery.SeeNumber(numbers.Last);
            recovery.Report(frame);
        }

        public void OnTakes(List<NumberRange> ranges)
        {
            foreach (var range in ranges)
            {
                recovery._queue.Remove(range);
                segment.Takes = segment.Takes.Join(range);
                recovery.SeeNumber(range.Last);
                if (!recovery._isOrdered)
                {
                    recovery._takes.Add(range);
                }
            }
        }

        public void OnDamage(Damage damage)
        {
            recovery.Damages++;
            recovery._quarantine?.Add(segment, damage, (position, length) => window.Get(position, length).ToArray());
        }

        public void OnUnfinished(long position, long length) => Log.Unfinished(recovery._logger, segment.Path, position, length, recovery._channel);
    }
}
