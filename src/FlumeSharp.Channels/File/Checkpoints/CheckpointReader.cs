using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FlumeSharp.Channels.File.Queue;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Checkpoints;

/// <summary>A checkpoint as it stands on disk. It is read twice: once to see that all of it is whole, once to use it.</summary>
internal sealed class CheckpointReader : IDisposable
{
    private readonly IStorageFile _file;
    private readonly byte[] _run = new byte[CheckpointWriter.RunHeaderLength + (QueueBlock.Size * sizeof(long))];
    private readonly long _runsAt;

    private CheckpointReader(IStorageFile file, CheckpointHeader header, SegmentMark[] segments, long runsAt)
    {
        _file = file;
        Header = header;
        Segments = segments;
        _runsAt = runsAt;
    }

    /// <summary>Receives the events of a run; 0 = no event.</summary>
    public delegate void RunReceiver(long first, ReadOnlySpan<long> pointers);

    public CheckpointHeader Header { get; }

    public IReadOnlyList<SegmentMark> Segments { get; }

    /// <summary>Opens a checkpoint; null when there is none, or one that is not whole.</summary>
    /// <param name="storage">Where.</param>
    /// <param name="path">The file.</param>
    /// <param name="isDamaged">Whether there is one that is not whole.</param>
    public static CheckpointReader? TryOpen(IStorage storage, string path, out bool isDamaged)
    {
        isDamaged = false;
        IStorageFile file;
        try
        {
            file = storage.OpenRead(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var reader = TryRead(file);
        if (reader is null)
        {
            isDamaged = true;
            file.Dispose();
        }

        return reader;
    }

    /// <summary>Hands over every event.</summary>
    public void ReadQueue(RunReceiver receive) => TryReadRuns(receive);

    public void Dispose() => _file.Dispose();

    private static CheckpointReader? TryRead(IStorageFile file)
    {
        var bytes = new byte[CheckpointHeader.Length];
        if (file.Read(bytes, 0) < bytes.Length || !CheckpointHeader.TryRead(bytes, out var header)
            || header.Segments > (file.Length - CheckpointHeader.Length) / SegmentMark.Length)
        {
            return null;
        }

        var table = new byte[(header.Segments * SegmentMark.Length) + sizeof(uint)];
        if (file.Read(table, CheckpointHeader.Length) < table.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(table.Length - sizeof(uint))) != Checksum.Of(table.AsSpan(0, table.Length - sizeof(uint))))
        {
            return null;
        }

        var segments = new SegmentMark[header.Segments];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = SegmentMark.Read(table.AsSpan(i * SegmentMark.Length));
        }

        var reader = new CheckpointReader(file, header, segments, CheckpointHeader.Length + table.Length);
        var events = 0L;
        return reader.TryReadRuns((_, pointers) => events += pointers.Length - pointers.Count(0)) && events == header.Events ? reader : null;
    }

    private bool TryReadRuns(RunReceiver receive)
    {
        var position = _runsAt;
        while (true)
        {
            var read = _file.Read(_run, position);
            if (read < CheckpointWriter.RunHeaderLength)
            {
                return false;
            }

            var first = BinaryPrimitives.ReadInt64LittleEndian(_run);
            var count = BinaryPrimitives.ReadInt32LittleEndian(_run.AsSpan(8));
            if (count is < 0 or > QueueBlock.Size || read < CheckpointWriter.RunHeaderLength + (count * sizeof(long)))
            {
                return false;
            }

            var content = _run.AsSpan(CheckpointWriter.RunHeaderLength, count * sizeof(long));
            if (BinaryPrimitives.ReadUInt32LittleEndian(_run.AsSpan(12)) != Checksum.Of(Checksum.Of(_run.AsSpan(0, 12)), content))
            {
                return false;
            }

            if (count == 0)
            {
                return true;
            }

            receive(first, MemoryMarshal.Cast<byte, long>(content));
            position += CheckpointWriter.RunHeaderLength + content.Length;
        }
    }
}
