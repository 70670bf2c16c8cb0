using System.Buffers;
using System.IO.Pipelines;

namespace FlumeSharp.Benchmarks;

/// <summary>
/// The yardstick for sources that read lines of files: one thread, a <see cref="PipeReader"/> on the file, a vectorised search for line
/// ends, and one object per line. It delivers to nobody.
/// </summary>
internal static class FileLines
{
    public static async Task<long> ReadAsync(string path)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Options = FileOptions.SequentialScan, BufferSize = 0 });
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 64 * 1024, minimumReadSize: 4 * 1024));
        var lines = 0L;
        while (true)
        {
            var read = await reader.ReadAsync();
            var rest = read.Buffer;
            while (TryTakeLine(ref rest, out var line))
            {
                GC.KeepAlive(line);
                lines++;
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                await reader.CompleteAsync();
                return lines;
            }
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> rest, out byte[]? line)
    {
        var first = rest.FirstSpan;
        var length = first.IndexOf((byte)'\n');
        if (length >= 0)
        {
            line = first[..length].ToArray();
            rest = rest.Slice(length + 1);
            return true;
        }

        if (rest.IsSingleSegment || rest.PositionOf((byte)'\n') is not { } end)
        {
            line = null;
            return false;
        }

        // A line across two buffers.
        line = rest.Slice(0, end).ToArray();
        rest = rest.Slice(rest.GetPosition(1, end));
        return true;
    }
}
