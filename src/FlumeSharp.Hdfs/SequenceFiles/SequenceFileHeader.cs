using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace FlumeSharp.Hdfs.SequenceFiles;

/// <summary>What a SequenceFile says of itself before its first record.</summary>
/// <param name="KeyClass">The Java class of the keys.</param>
/// <param name="ValueClass">The Java class of the values.</param>
/// <remarks>
/// <code>
/// "SEQ" 06 | Text keyClass | Text valueClass | u8 compressed | u8 blockCompressed | Text codecClass, if compressed
///          | i32 metadata count, then Text key and Text value for each | 16 bytes sync marker
/// </code>
/// A Text is a zero-compressed length and UTF-8; fixed integers are big-endian
/// (Hadoop's org.apache.hadoop.io.SequenceFile, version 6).
/// </remarks>
public sealed record SequenceFileHeader(string KeyClass, string ValueClass)
{
    /// <summary>The only version Hadoop has written since 2006.</summary>
    public const byte Version = 6;

    /// <summary>Bytes of a sync marker.</summary>
    public const int MarkerLength = 16;

    /// <summary>The Java class of the keys Flume writes.</summary>
    public const string LongWritable = "org.apache.hadoop.io.LongWritable";

    /// <summary>What the codec works on.</summary>
    /// <value>Default: none.</value>
    public SequenceFileCompression Compression { get; init; }

    /// <summary>The codec's Java class; <see langword="null"/> without compression.</summary>
    public string? CodecClass { get; init; }

    /// <summary>Names and values the writer added. Flume adds none.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>16 bytes that mark places where a reader can start in the middle of the file; no two files share them.</summary>
    /// <value>Default: random bytes.</value>
    public ReadOnlyMemory<byte> SyncMarker { get; init; } = RandomNumberGenerator.GetBytes(MarkerLength);

    /// <summary>The Java class of a value type.</summary>
    public static string ClassOf(SequenceFileValueType type) => type switch
    {
        SequenceFileValueType.BytesWritable => "org.apache.hadoop.io.BytesWritable",
        SequenceFileValueType.Text => "org.apache.hadoop.io.Text",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, message: null),
    };

    /// <summary>Writes the header and returns its length in bytes.</summary>
    internal int WriteTo(IBufferWriter<byte> output)
    {
        output.Write("SEQ"u8);
        output.Write([Version]);
        var length = 4 + WriteText(output, KeyClass) + WriteText(output, ValueClass);
        output.Write([(byte)(Compression == SequenceFileCompression.None ? 0 : 1), (byte)(Compression == SequenceFileCompression.Block ? 1 : 0)]);
        length += 2;
        if (CodecClass is not null)
            length += WriteText(output, CodecClass);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), Metadata.Length);
        output.Advance(4);
        foreach (var (name, value) in Metadata)
            length += WriteText(output, name) + WriteText(output, value);
        output.Write(SyncMarker.Span);
        return length + 4 + MarkerLength;
    }

    private static int WriteText(IBufferWriter<byte> output, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var prefix = VInt.Write(output.GetSpan(VInt.MaxSize), bytes.Length);
        output.Advance(prefix);
        output.Write(bytes);
        return prefix + bytes.Length;
    }
}
