using System.Buffers;
using System.IO.Pipelines;

namespace FlumeSharp.Sources.Http;

// A body that has been read. Disposing it gives the memory back to the connection.
internal readonly struct RequestBody(PipeReader reader, SequencePosition end, ReadOnlySequence<byte> content, BodyRoom room, long held) : IDisposable
{
    public ReadOnlySequence<byte> Content { get; } = content;

    public void Dispose()
    {
        reader.AdvanceTo(end);
        room.Release(held);
    }
}
