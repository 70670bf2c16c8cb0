using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace FlumeSharp.Benchmarks;

/// <summary>The least that a program can do with the lines of a socket: one thread, a <see cref="PipeReader"/>, a vectorised search, an object for each line.</summary>
internal static class LineYardstick
{
    private const int BufferSize = 64 << 10;

    public static async Task<long> ReadAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferSize, minimumReadSize: BufferSize / 2, useZeroByteReads: true));
        long lines = 0;
        while (true)
        {
            var read = await reader.ReadAsync(CancellationToken.None);
            var buffer = read.Buffer;
            lines += Split(ref buffer);
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return lines;
            }
        }
    }

    private static long Split(ref ReadOnlySequence<byte> buffer)
    {
        var lines = 0L;
        var reader = new SequenceReader<byte>(buffer);
        while (reader.TryReadTo(out ReadOnlySpan<byte> line, (byte)'\n'))
        {
            Keep(line.ToArray());
            lines++;
        }

        buffer = buffer.Slice(reader.Position);
        return lines;
    }

    // Something must have the line, or it need not be made.
    private static void Keep(byte[] line) => Last = line;

    private static byte[] Last { get; set; } = [];
}
