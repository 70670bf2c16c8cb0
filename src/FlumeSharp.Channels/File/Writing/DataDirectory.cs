using FlumeSharp.Channels.File.Encryption;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Writing;

/// <summary>
/// One data directory as it is written: at most one segment, one group of frames at a time. Used by the writer's thread only.
/// Every rule of section 3 of docs/specs/file-channel-format.md about writes that fail is here.
/// </summary>
internal sealed class DataDirectory(string path, LogSettings settings, SegmentTable segments, SegmentIds ids) : IDisposable
{
    private readonly byte[] _stage = GC.AllocateUninitializedArray<byte>(256 * 1024);
    private const int LeastToRenew = 64 * 1024;
    private readonly List<Segment> _sealed = [];
    private readonly SpaceReserve _reserve = new(path, settings.Storage, settings.ReserveLength);
    private Segment? _current;
    private Segment? _newest;
    private EventCipher? _cipher;
    private uint _previous;
    private long _previousEnd;
    private bool _isNew;

    // In the current segment: what commits have returned for, what is on disk, what is written, and what is staged behind it.
    private long _settled;
    private long _flushed;
    private long _written;
    private int _staged;

    public string Path => path;

    /// <summary>Says which segment was the newest when the channel was opened.</summary>
    public void ContinueAfter(Segment? last)
    {
        _newest = last;
        _previous = last?.Id ?? 0;
        _previousEnd = last is null ? 0 : StatedEnd(last, last.End);
    }

    /// <summary>Sets space aside for takes, where it is not yet.</summary>
    public void EnsureReserve() => _reserve.Ensure(settings.MinimumRequiredSpace);

    /// <summary>Gives the space set aside back to the file system; false when there was none.</summary>
    public bool ReleaseReserve() => _reserve.Release();

    /// <summary>Bytes free beyond those that puts must leave alone.</summary>
    public long SpaceForPuts() => settings.Storage.FreeSpace(path) - settings.MinimumRequiredSpace;

    /// <summary>Writes and flushes frames. Each of them knows afterwards where it stands, or why not.</summary>
    /// <returns>What failed and is not the disk's fault; null mostly.</returns>
    public Exception? Write(List<CommitRequest> requests)
    {
        var begun = 0;
        try
        {
            settings.Fault?.Invoke(FaultPoint.BeforeWrite);
            for (var i = 0; i < requests.Count; i++)
            {
                var request = requests[i];
                if (_current is not null && _written + _staged + request.Length > settings.SegmentTarget && _written + _staged > _current.FirstFrame)
                {
                    // The next segment's header is going to say that this one is on disk.
                    Flush();
                    begun = i;
                    Seal(_written);
                    settings.Fault?.Invoke(FaultPoint.BeforeCreate);
                }

                if (_current is null)
                {
                    Create();
                }

                request.Place(_current!, _written + _staged, _flushed, _cipher);
                Stage(request.Buffer.Padded);
            }

            WriteStaged();
            if (settings.FlushesEachGroup)
            {
                Flush();
            }

            _settled = _written;
            return null;
        }
        catch (Exception failure)
        {
            for (var i = begun; i < requests.Count; i++)
            {
                requests[i].Failure = failure;
            }

            CutOff();
            return DiskErrors.IsExpected(failure) || failure is ChannelException ? null : failure;
        }
    }

    /// <summary>Makes everything written so far last.</summary>
    public void Flush()
    {
        WriteStaged();
        if (_current?.Writing is not { } file || (_flushed == _written && !_isNew))
        {
            return;
        }

        settings.Fault?.Invoke(FaultPoint.BeforeFlush);
        try
        {
            file.Flush();
            if (_isNew)
            {
                settings.Storage.SyncDirectory(path);
                _isNew = false;
            }
        }
        catch
        {
            // What was not flushed looks clean now although it is not on disk, be it pages or the name: nothing may follow, and nobody may
            // see it.
            _current.HasTail = true;
            CutOff();
            if (_current is not null)
            {
                Seal(_settled);
            }

            throw;
        }

        _flushed = _written;
        _current.IsDurable = true;
        _newest = _current;
        settings.Fault?.Invoke(FaultPoint.AfterFlush);
    }

    /// <summary>
    /// Puts a new segment in the place of the newest one, when nothing in that is needed any more. The newest one is never deleted, and on
    /// a disk so full that all puts are refused no commit would ever begin another.
    /// </summary>
    /// <param name="isDead">Whether no event of a segment waits or is claimed.</param>
    public void Renew(Func<Segment, bool> isDead)
    {
        if (_newest is { } newest && newest.End >= LeastToRenew && isDead(newest))
        {
            if (_current == newest)
            {
                Flush();
                Seal(_written);
            }

            if (_current is null)
            {
                CreateFromReserve();
            }
        }

        if (_current is { IsDurable: false })
        {
            Flush();
        }
    }

    /// <summary>What was written is published: segments that are not written any more are free to go. The caller holds the queue's lock.</summary>
    public void ReleaseSealed()
    {
        foreach (var segment in _sealed)
        {
            segment.IsInUse = false;
        }

        _sealed.Clear();
    }

    public void Dispose() => Close();

    private void Create()
    {
        var id = ids.TakeId();
        var key = settings.Keys.New(id);
        var first = key?.Header.FirstFrame ?? SegmentHeader.Length;
        var segment = new Segment(id, path) { FirstFrame = first, End = first, IsEncrypted = key is not null, Encryption = key?.Header, Key = key?.Key, IsInUse = true };
        var file = settings.Storage.Create(segment.Path);
        try
        {
            var header = new byte[first];
            new SegmentHeader(ids.Channel, id, _previous, (uint)_previousEnd, (ulong)ids.NextNumber, (uint)first, segment.IsEncrypted).Write(header);
            segment.Encryption?.Write(header, id);
            file.Write(header, 0);
            settings.Fault?.Invoke(FaultPoint.AfterCreate);
        }
        catch
        {
            file.Dispose();
            TryToDelete(segment.Path);
            throw;
        }

        segment.Writing = file;
        segments.Add(segment);
        _current = segment;
        _cipher = segment.Key?.CreateCipher();
        _isNew = true;
        _staged = 0;
        _flushed = 0;
        _written = first;
        _settled = first;
    }

    private void CreateFromReserve()
    {
        try
        {
            Create();
        }
        catch (IOException full) when (DiskErrors.IsFull(full) && ReleaseReserve())
        {
            Create();
        }
    }

    private void Stage(ReadOnlySpan<byte> frame)
    {
        if (_staged + frame.Length > _stage.Length)
        {
            WriteStaged();
        }

        if (frame.Length > _stage.Length / 2)
        {
            WriteStaged();
            _current!.Writing!.Write(frame, _written);
            _written += frame.Length;
            return;
        }

        frame.CopyTo(_stage.AsSpan(_staged));
        _staged += frame.Length;
    }

    private void WriteStaged()
    {
        if (_staged > 0)
        {
            _current!.Writing!.Write(_stage.AsSpan(0, _staged), _written);
            _written += _staged;
            _staged = 0;
        }
    }

    // What a failed group left is not part of the segment. A segment that cannot be cut is not written any more.
    private void CutOff()
    {
        _staged = 0;
        if (_current is null)
        {
            return;
        }

        try
        {
            _current.Writing!.SetLength(_settled);
            _written = _settled;
            _flushed = Math.Min(_flushed, _settled);
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            _current.HasTail = true;
            Seal(_settled);
        }
    }

    private void Seal(long end)
    {
        if (_current is { IsDurable: false } segment && end <= segment.FirstFrame)
        {
            // Nothing in it ever counted. While flushes go on failing, each would leave a file behind.
            Close();
            TryToDelete(segment.Path);
            segments.Remove(segment);
            return;
        }

        _previous = _current!.Id;
        _previousEnd = StatedEnd(_current, end);
        Close();
    }

    // Of a segment without a frame perhaps nothing was flushed, and what names its key may be gone: nothing is claimed of that.
    private static long StatedEnd(Segment segment, long end) => end <= segment.FirstFrame ? SegmentHeader.Length : end;

    private void Close()
    {
        _staged = 0;
        _current?.Writing?.Dispose();
        _cipher?.Dispose();
        _cipher = null;
        if (_current is not null)
        {
            _current.Writing = null;
            _sealed.Add(_current);
        }

        _current = null;
    }

    private void TryToDelete(string file)
    {
        try
        {
            settings.Storage.Delete(file);
        }
        catch (Exception failure) when (DiskErrors.IsExpected(failure))
        {
            // Recovery takes a segment without a header as absent.
        }
    }
}
