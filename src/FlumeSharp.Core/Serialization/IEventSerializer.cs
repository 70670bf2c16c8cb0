using System.Buffers;

namespace FlumeSharp.Serialization;

/// <summary>
/// Turns events into the bytes of one output file: one instance per open file, one caller at a time. It writes into a buffer; when
/// the bytes go to the file is the sink's business.
/// </summary>
public interface IEventSerializer
{
    /// <summary>Whether a file may be continued by a new instance after a reopen (text may, container formats may not).</summary>
    bool SupportsReopen { get; }

    /// <summary>Writes what stands at the beginning of a file.</summary>
    void WriteHeader(IBufferWriter<byte> output);

    /// <summary>Writes events in their order.</summary>
    void Write(ReadOnlySpan<Event> events, IBufferWriter<byte> output);

    /// <summary>Writes what must be there for everything so far to be readable: called before each flush.</summary>
    void WriteFlush(IBufferWriter<byte> output);

    /// <summary>Writes what stands at the end of a file.</summary>
    void WriteTrailer(IBufferWriter<byte> output);
}
