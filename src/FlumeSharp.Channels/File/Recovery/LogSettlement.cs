using System.Buffers;
using FlumeSharp.Channels.File.Segments;
using FlumeSharp.Channels.File.Storage;

namespace FlumeSharp.Channels.File.Recovery;

/// <summary>
/// Makes what recovery has found last: from now on it counts. A killed process leaves bytes that only stand in the machine's memory, and
/// a flush does not always help: where one has failed before, the system takes such pages for clean and writes them no more. So what is
/// not known to have been flushed is written again, with the same bytes, and flushed then.
/// </summary>
internal static class LogSettlement
{
    private const int BufferLength = 256 * 1024;

    public static void Run(IStorage storage, List<RecoveredSegment> found, IReadOnlyList<string> directories)
    {
        foreach (var segment in found.Where(static segment => segment.StatedEnd is null && segment.FileLength > 0))
        {
            using var file = storage.OpenWrite(segment.Segment.Path);
            if (!segment.IsBeingDeleted)
            {
                TryToRewrite(file, segment.LastFlushed, Math.Min(Math.Max(segment.Segment.End, SegmentHeader.Length), segment.FileLength));
            }

            file.Flush();
        }

        foreach (var directory in directories)
        {
            storage.SyncDirectory(directory);
        }
    }

    private static void TryToRewrite(IStorageFile file, long from, long to)
    {
        try
        {
            Rewrite(file, from, to);
        }
        catch (IOException full) when (DiskErrors.IsFull(full))
        {
            // A file system that never writes in place. The channel must start all the same, or nothing would ever make space.
        }
    }

    private static void Rewrite(IStorageFile file, long from, long to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (from < to)
            {
                var read = file.Read(buffer.AsSpan(0, (int)Math.Min(BufferLength, to - from)), from);
                if (read == 0)
                {
                    return;
                }

                file.Write(buffer.AsSpan(0, read), from);
                from += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
