using System.Buffers;
using FlumeSharp.Serialization;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary><c>hdfs.fileType = DataStream</c>: what the serializer writes and nothing else.</summary>
internal sealed class HdfsDataStreamFile(IEventSerializer serializer) : IHdfsFileFormat
{
    public void Begin(IBufferWriter<byte> output) => serializer.WriteHeader(output);

    public void Append(ReadOnlySpan<Event> events, IBufferWriter<byte> output) => serializer.Write(events, output);

    public void Flush(IBufferWriter<byte> output) => serializer.WriteFlush(output);

    public void End(IBufferWriter<byte> output) => serializer.WriteTrailer(output);
}
