using System.Buffers;
using System.Buffers.Binary;

namespace FlumeSharp.Hdfs.SequenceFiles;

/// <summary>Writes each record at once and uncompressed.</summary>
/// <remarks>
/// <code>
/// record: i32 length of key and value | i32 length of key (8) | i64 key | value with its own length in front
/// marker: i32 -1 | 16 bytes, before a record once the interval has passed since the last marker, and on Sync
/// </code>
/// </remarks>
internal sealed class PlainSequenceFileWriter(SequenceFileHeader header, SequenceFileValueType valueType, int syncInterval) : SequenceFileWriter(header)
{
    private const int KeyLength = 8;
    private const int LongestPrefix = 4 + 4 + KeyLength + VInt.MaxSize;

    // Hadoop counts from the start of the file, so the header is part of the first interval.
    private long _lastMarker;

    public override void Append(long key, ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value.Length > int.MaxValue - LongestPrefix)
            throw new ArgumentException($"A value of {value.Length} bytes is too long for a SequenceFile.", nameof(value));
        if (Position >= _lastMarker + syncInterval)
            Sync(output);

        var prefix = output.GetSpan(LongestPrefix);
        var valuePrefix = valueType == SequenceFileValueType.Text ? VInt.Write(prefix[16..], value.Length) : WriteLength(prefix[16..], value.Length);
        BinaryPrimitives.WriteInt32BigEndian(prefix, KeyLength + valuePrefix + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(prefix[4..], KeyLength);
        BinaryPrimitives.WriteInt64BigEndian(prefix[8..], key);
        output.Advance(16 + valuePrefix);
        output.Write(value);
        Position += 16L + valuePrefix + value.Length;
    }

    public override void Sync(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Position == _lastMarker)
            return;
        var marker = output.GetSpan(4 + SequenceFileHeader.MarkerLength);
        BinaryPrimitives.WriteInt32BigEndian(marker, -1);
        Header.SyncMarker.Span.CopyTo(marker[4..]);
        output.Advance(4 + SequenceFileHeader.MarkerLength);
        Position += 4 + SequenceFileHeader.MarkerLength;
        _lastMarker = Position;
    }

    public override void Finish(IBufferWriter<byte> output)
    {
        // Nothing is ever held back here, and readers need no marker at the end.
    }

    private static int WriteLength(Span<byte> destination, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, length);
        return 4;
    }
}
