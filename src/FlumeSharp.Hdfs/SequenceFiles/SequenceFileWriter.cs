using System.Buffers;

namespace FlumeSharp.Hdfs.SequenceFiles;

/// <summary>
/// Lays out a SequenceFile of <c>LongWritable</c> keys, as Flume's HDFS sink writes it. Every call puts bytes into the buffer it is
/// given and does no I/O, so the owner of the file decides when they leave.
/// </summary>
/// <remarks>
/// One caller at a time. A writer that compresses in blocks may hold records back until <see cref="Sync"/> or <see cref="Finish"/>; so
/// call one of them before a flush that must make records durable.
/// </remarks>
public abstract class SequenceFileWriter
{
    /// <summary>Bytes between two sync markers in current Hadoop 3; Hadoop 2 used 2000.</summary>
    public const int DefaultSyncInterval = 100 * 1024;

    private protected SequenceFileWriter(SequenceFileHeader header) => Header = header;

    /// <summary>What the file says of itself.</summary>
    public SequenceFileHeader Header { get; }

    /// <summary>Bytes written so far, the header included.</summary>
    public long Position { get; private protected set; }

    /// <summary>Makes a writer without compression.</summary>
    /// <param name="valueType">The Java class of the values.</param>
    /// <param name="syncMarker">The file's 16-byte marker; empty takes a random one.</param>
    /// <param name="syncInterval">Bytes after which a marker goes before the next record.</param>
    public static SequenceFileWriter CreatePlain(
        SequenceFileValueType valueType, ReadOnlyMemory<byte> syncMarker = default, int syncInterval = DefaultSyncInterval)
    {
        if (syncMarker.Length is not (0 or SequenceFileHeader.MarkerLength))
            throw new ArgumentException($"A sync marker has 16 bytes, not {syncMarker.Length}.", nameof(syncMarker));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(syncInterval);
        var header = new SequenceFileHeader(SequenceFileHeader.LongWritable, SequenceFileHeader.ClassOf(valueType));
        if (!syncMarker.IsEmpty)
            header = header with { SyncMarker = syncMarker };
        return new PlainSequenceFileWriter(header, valueType, syncInterval);
    }

    /// <summary>Writes what stands before the first record; once, and first.</summary>
    public void WriteHeader(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Position += Header.WriteTo(output);
    }

    /// <summary>Adds a record. The value's bytes are copied before the call returns.</summary>
    /// <exception cref="ArgumentException">The value is too long for the format's 31-bit lengths.</exception>
    public abstract void Append(long key, ReadOnlySpan<byte> value, IBufferWriter<byte> output);

    /// <summary>Writes all records added so far and a sync marker, unless nothing was added since the last one.</summary>
    public abstract void Sync(IBufferWriter<byte> output);

    /// <summary>Writes the records that are still held back; nothing may follow.</summary>
    public abstract void Finish(IBufferWriter<byte> output);
}
