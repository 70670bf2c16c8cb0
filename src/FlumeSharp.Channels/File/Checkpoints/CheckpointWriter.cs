using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Checkpoints;

/// <summary>Writes a checkpoint beside a running channel, to one place or to two.</summary>
internal sealed class CheckpointWriter(IStorage storage, Action<FaultPoint>? fault)
{
    public const string FileName = "queue.checkpoint";
    public const string TemporarySuffix = ".tmp";
    public const int RunHeaderLength = 16;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly long[] _pointers = new long[QueueBlock.Size];
    private int _used;
    private long _position;

    /// <summary>Writes a checkpoint beside the one that is there, which stays the one that counts.</summary>
    /// <returns>The file's length.</returns>
    public long Prepare(string directory, CheckpointHeader header, ReadOnlySpan<SegmentMark> segments, EventQueue queue)
    {
        var path = Path.Combine(directory, FileName);
        using (var file = storage.Create(path + TemporarySuffix))
        {
            _used = 0;
            _position = CheckpointHeader.Length;
            WriteSegments(file, segments);
            var events = WriteQueue(file, queue);
            Drain(file);
            Span<byte> bytes = stackalloc byte[CheckpointHeader.Length];
            (header with { Segments = segments.Length, Events = events }).Write(bytes);
            file.Write(bytes, 0);
            fault?.Invoke(FaultPoint.InCheckpoint);
            file.Flush();
        }

        return _position;
    }

    /// <summary>Puts it in the other one's place: whatever happens, one of the two is there.</summary>
    public void Publish(string directory)
    {
        var path = Path.Combine(directory, FileName);
        fault?.Invoke(FaultPoint.BeforeRename);
        storage.Rename(path + TemporarySuffix, path);
        fault?.Invoke(FaultPoint.AfterRename);
        storage.SyncDirectory(directory);
    }

    private void WriteSegments(IStorageFile file, ReadOnlySpan<SegmentMark> segments)
    {
        var bytes = new byte[(segments.Length * SegmentMark.Length) + sizeof(uint)];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i].Write(bytes.AsSpan(i * SegmentMark.Length));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - sizeof(uint)), Checksum.Of(bytes.AsSpan(0, bytes.Length - sizeof(uint))));
        Append(file, bytes);
    }

    private long WriteQueue(IStorageFile file, EventQueue queue)
    {
        var events = 0L;
        var next = 0L;
        QueueBlock? hint = null;
        while (queue.CopyBlock(next, ref hint, _pointers) is { } first)
        {
            next = first + QueueBlock.Size;
            var run = TrimZeros(ref first);
            if (run.IsEmpty)
            {
                continue;
            }

            events += run.Length - run.Count(0);
            WriteRun(file, first, run);
        }

        WriteRun(file, 0, []);
        return events;
    }

    private ReadOnlySpan<long> TrimZeros(ref long first)
    {
        var start = _pointers.AsSpan().IndexOfAnyExcept(0);
        if (start < 0)
        {
            return [];
        }

        first += start;
        return _pointers.AsSpan(start..(_pointers.AsSpan().LastIndexOfAnyExcept(0) + 1));
    }

    private void WriteRun(IStorageFile file, long first, ReadOnlySpan<long> pointers)
    {
        // Little-endian machines only have to copy; .NET runs on no others that matter here.
        var content = MemoryMarshal.AsBytes(pointers);
        Span<byte> header = stackalloc byte[RunHeaderLength];
        BinaryPrimitives.WriteInt64LittleEndian(header, first);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], pointers.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], Checksum.Of(Checksum.Of(header[..12]), content));
        Append(file, header);
        Append(file, content);
    }

    private void Append(IStorageFile file, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _buffer.Length)
            {
                Drain(file);
            }

            var part = Math.Min(bytes.Length, _buffer.Length - _used);
            bytes[..part].CopyTo(_buffer.AsSpan(_used));
            _used += part;
            bytes = bytes[part..];
        }
    }

    private void Drain(IStorageFile file)
    {
        file.Write(_buffer.AsSpan(0, _used), _position);
        _position += _used;
        _used = 0;
    }
}
