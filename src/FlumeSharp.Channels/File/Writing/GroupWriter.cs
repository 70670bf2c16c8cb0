using System.Runtime.InteropServices;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;
using Microsoft.Extensions.Logging;

namespace FlumeSharp.Channels.File.Writing;

/// <summary>
/// How a group of requests gets to disk: written, flushed once for all, and made visible in the order of their numbers. One caller at a
/// time: <see cref="GroupCommitter"/> says who.
/// </summary>
internal sealed class GroupWriter(LogSettings settings, DataDirectory[] directories, SegmentIds ids, EventQueue queue, ArrivalGate arrivals, ILogger logger) : IDisposable
{
    private readonly List<CommitRequest>[] _shares = [.. directories.Select(static _ => new List<CommitRequest>())];
    private readonly List<CommitRequest> _again = [];
    private bool _failsToRenew;
    private int _turn;

    /// <summary>Commits a group. Never throws: each request knows afterwards what became of it, and its promise is the caller's to keep.</summary>
    public void Commit(List<CommitRequest> group)
    {
        try
        {
            Share(group);
            RefusePutsWithoutSpace();
            WriteShares();
            TryTakesAgain(group.Count);
            Publish(group);
        }
        catch (Exception failure)
        {
            Log.WriterFailed(logger, failure, settings.Channel);
            foreach (var request in group)
            {
                request.Failure ??= failure;
            }

            Array.ForEach(_shares, static share => share.Clear());
            _again.Clear();
        }
    }

    /// <summary>Flushes what is written and not yet flushed.</summary>
    /// <returns>Whether that worked everywhere.</returns>
    public bool FlushAll() => InEachDirectory(
        static directory => directory.Flush(), (failure, path) => Log.FlushFailed(logger, failure, path, settings.Channel));

    /// <summary>Lets segments in which nothing is needed any more make place for new ones.</summary>
    public void Renew()
    {
        var isRenewed = InEachDirectory(
            directory => directory.Renew(IsDead),
            (failure, path) =>
            {
                if (!_failsToRenew)
                {
                    Log.RenewalFailed(logger, failure, path, settings.Channel);
                }
            });
        _failsToRenew = !isRenewed;
        lock (queue.Gate)
        {
            Array.ForEach(directories, static directory => directory.ReleaseSealed());
        }

        bool IsDead(Segment segment)
        {
            lock (queue.Gate)
            {
                return segment.Live == 0;
            }
        }
    }

    /// <summary>Lets go of the files.</summary>
    public void Dispose() => Array.ForEach(directories, static directory => directory.Dispose());

    private void Share(List<CommitRequest> group)
    {
        foreach (var request in group)
        {
            if (request.Type == FrameType.Puts)
            {
                request.First = ids.TakeNumbers(request.Count);
            }

            _turn = (_turn + 1) % _shares.Length;
            _shares[_turn].Add(request);
        }
    }

    private void RefusePutsWithoutSpace()
    {
        for (var i = 0; i < _shares.Length; i++)
        {
            var share = _shares[i];
            if (!share.Exists(static request => request.Type == FrameType.Puts))
            {
                continue;
            }

            var needed = share.Sum(static request => request.Length);
            var space = SpaceOf(directories[i]);
            if (space >= needed)
            {
                continue;
            }

            var refusal = new IOException($"Usable space exhausted, only {Math.Max(0, space + settings.MinimumRequiredSpace)} bytes remaining, required {needed + settings.MinimumRequiredSpace} bytes in {directories[i].Path}");
            foreach (var put in share.Where(static request => request.Type == FrameType.Puts))
            {
                put.Failure = refusal;
            }

            share.RemoveAll(static request => request.Failure is not null);
        }
    }

    private static long SpaceOf(DataDirectory directory)
    {
        try
        {
            return directory.SpaceForPuts();
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            // Not knowing is no reason to refuse: the write itself will tell.
            return long.MaxValue;
        }
    }

    private void WriteShares()
    {
        if (settings.WritesInParallel && _shares.Count(static share => share.Count > 0) > 1)
        {
            Parallel.For(0, _shares.Length, WriteShare);
            return;
        }

        for (var i = 0; i < _shares.Length; i++)
        {
            WriteShare(i);
        }

        void WriteShare(int index)
        {
            if (_shares[index].Count > 0)
            {
                Write(directories[index], _shares[index]);
            }
        }
    }

    private void Write(DataDirectory directory, List<CommitRequest> requests)
    {
        if (directory.Write(requests) is { } unexpected)
        {
            Log.WriterFailed(logger, unexpected, settings.Channel);
        }
    }

    private void TryTakesAgain(int groupLength)
    {
        for (var i = 0; i < _shares.Length; i++)
        {
            var share = _shares[i];
            _again.AddRange(share.Where(static request => request.Type == FrameType.Takes && request.Failure is not null && DiskErrors.IsFull(request.Failure)));
            share.Clear();
            if (_again.Count > 0 && (_again.Count < groupLength || directories[i].ReleaseReserve()))
            {
                Write(directories[i], _again);
                if (_again.Exists(static request => request.Failure is not null) && directories[i].ReleaseReserve())
                {
                    Write(directories[i], _again);
                }
            }

            _again.Clear();
        }
    }

    private void Publish(List<CommitRequest> group)
    {
        var hasPuts = false;
        lock (queue.Gate)
        {
            foreach (var request in group)
            {
                if (request.Failure is not null)
                {
                    continue;
                }

                var segment = request.Segment!;
                segment.End = Math.Max(segment.End, request.Position + request.Length);
                if (request.Type == FrameType.Puts)
                {
                    segment.Puts = segment.Puts.Join(new(request.First, request.First + request.Count - 1));
                    queue.Add(segment, request.First, request.Position, request.Offsets, request.Events.Span);
                    hasPuts = true;
                }
                else
                {
                    segment.Takes = segment.Takes.Join(request.Taken);
                    queue.Remove(CollectionsMarshal.AsSpan(request.Claims));
                }
            }

            Array.ForEach(directories, static directory => directory.ReleaseSealed());
        }

        if (hasPuts)
        {
            arrivals.Announce();
        }
    }

    // Whatever goes wrong in one of them, the writer lives on.
    private bool InEachDirectory(Action<DataDirectory> action, Action<Exception, string> report)
    {
        var isDone = true;
        foreach (var directory in directories)
        {
            try
            {
                action(directory);
            }
            catch (Exception failure)
            {
                isDone = false;
                report(failure, directory.Path);
            }
        }

        return isDone;
    }
}
