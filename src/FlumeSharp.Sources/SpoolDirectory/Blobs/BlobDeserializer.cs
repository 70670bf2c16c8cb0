using FlumeSharp.Registry;
using FlumeSharp.Serialization;

namespace FlumeSharp.Sources.SpoolDirectory.Blobs;

/// <summary>An event of a whole file.</summary>
[FlumeDeserializer("blob", "org.apache.flume.sink.solr.morphline.BlobDeserializer$Builder")]
public sealed class BlobDeserializer(BlobDeserializerOptions options, DeserializerContext context) : IEventDeserializer
{
    // A batch holds no more than one event above this, however many it may have.
    private const long MostBytes = 16 << 20;
    private bool _hasTold;

    /// <inheritdoc />
    public long Position { get; private set; } = context.Start;

    /// <inheritdoc />
    public int Read(EventBatch batch, int maxEvents)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var count = 0;
        for (var bytes = 0L; count < maxEvents && bytes < MostBytes; count++)
        {
            var length = (int)Math.Min(options.MaxBlobLength, RandomAccess.GetLength(context.File) - Position);
            if (length <= 0)
            {
                break;
            }

            if (length == options.MaxBlobLength && !_hasTold && RandomAccess.GetLength(context.File) > Position + length)
            {
                _hasTold = true;
                Log.BlobCut(context.Logger, context.SourceName, context.Path, options.MaxBlobLength);
            }

            var body = GC.AllocateUninitializedArray<byte>(length);
            var read = ReadFully(body);
            batch.Add(new Event(body.AsMemory(0, read)));
            Position += read;
            bytes += read;
        }

        return count;
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private int ReadFully(Span<byte> bytes)
    {
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(context.File, bytes[read..], Position + read) is > 0 and var count)
        {
            read += count;
        }

        return read;
    }
}
