using System.Buffers;
using FlumeSharp.Formatting;
using FlumeSharp.Hdfs.SequenceFiles;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>
/// <c>hdfs.fileType = SequenceFile</c>: the key is the event's time, the value its body; a sync marker ends every flush. An event
/// without a <c>timestamp</c> header gets the agent's clock.
/// </summary>
internal sealed class HdfsSequenceFile(HdfsWriteFormat format, TimeProvider time) : IHdfsFileFormat
{
    private readonly SequenceFileWriter _writer = SequenceFileWriter.CreatePlain(
        format == HdfsWriteFormat.Text ? SequenceFileValueType.Text : SequenceFileValueType.BytesWritable);

    public void Begin(IBufferWriter<byte> output) => _writer.WriteHeader(output);

    public void Append(ReadOnlySpan<Event> events, IBufferWriter<byte> output)
    {
        // All keys first: an event that cannot be written must not leave half of its run in the writer's count.
        foreach (var item in events)
        {
            if (item.Headers.TryGetText(EventTimestamp.Header, out var text) && !EventTimestamp.TryParse(text, out _))
            {
                throw new PoisonEventException(
                    $"a SequenceFile keeps each event's time, but this event's 'timestamp' header is '{text}', which is neither milliseconds since 1970 nor ISO 8601.")
                {
                    Remedy = "let clients send the header as milliseconds or not at all (the agent's clock then stands in for it), or set 'hdfs.fileType = DataStream', which keeps no times",
                };
            }
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var item in events)
        {
            var key = item.Headers.TryGetText(EventTimestamp.Header, out var text) && EventTimestamp.TryParse(text, out var parsed) ? parsed : now;
            _writer.Append(key, item.Body.Span, output);
        }
    }

    public void Flush(IBufferWriter<byte> output) => _writer.Sync(output);

    public void End(IBufferWriter<byte> output) => _writer.Finish(output);
}
