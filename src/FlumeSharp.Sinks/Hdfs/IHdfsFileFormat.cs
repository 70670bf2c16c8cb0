using System.Buffers;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>
/// Lays out one file: one instance per file, one caller at a time. It writes into a buffer and knows nothing of where the bytes go.
/// Every method may throw for events it cannot lay out; the buffer is then thrown away.
/// </summary>
internal interface IHdfsFileFormat
{
    /// <summary>Writes what stands before the first event.</summary>
    void Begin(IBufferWriter<byte> output);

    /// <summary>Writes events in their order.</summary>
    void Append(ReadOnlySpan<Event> events, IBufferWriter<byte> output);

    /// <summary>Writes what makes everything so far complete in itself; called before each flush and before the end.</summary>
    void Flush(IBufferWriter<byte> output);

    /// <summary>Writes what stands behind the last event.</summary>
    void End(IBufferWriter<byte> output);
}
