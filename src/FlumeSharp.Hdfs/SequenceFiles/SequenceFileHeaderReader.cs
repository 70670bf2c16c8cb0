using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace FlumeSharp.Hdfs.SequenceFiles;

/// <summary>Reads the header that <see cref="SequenceFileHeader"/> describes.</summary>
internal static class SequenceFileHeaderReader
{
    // Far above what writers make; below it, a damaged length cannot turn the whole file into one name.
    private const int LongestText = 1 << 20;
    private const int MostMetadata = 10_000;

    public static async ValueTask<SequenceFileHeader> ReadAsync(SequenceFileInput input, CancellationToken cancellationToken)
    {
        var version = CheckStart((await input.ReadAsync(4, cancellationToken).ConfigureAwait(false)).Span);
        if (version < 0)
            throw input.Damaged("it does not begin with SEQ, so it is no SequenceFile");
        if (version != SequenceFileHeader.Version)
            throw input.Damaged($"version {version} of the format is not supported, only version {SequenceFileHeader.Version} is");
        var keyClass = await ReadTextAsync(input, cancellationToken).ConfigureAwait(false);
        var valueClass = await ReadTextAsync(input, cancellationToken).ConfigureAwait(false);
        var flags = (await input.ReadAsync(2, cancellationToken).ConfigureAwait(false)).ToArray();
        var compression = (flags[0], flags[1]) switch
        {
            (0, 0) => SequenceFileCompression.None,
            (1, 0) => SequenceFileCompression.Record,
            (1, 1) => SequenceFileCompression.Block,
            _ => throw input.Damaged($"the compression flags are {flags[0]} and {flags[1]}"),
        };
        var codec = compression == SequenceFileCompression.None ? null : await ReadTextAsync(input, cancellationToken).ConfigureAwait(false);
        var count = BinaryPrimitives.ReadInt32BigEndian((await input.ReadAsync(4, cancellationToken).ConfigureAwait(false)).Span);
        if (count is < 0 or > MostMetadata)
            throw input.Damaged($"the header claims {count} metadata entries");
        var metadata = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        for (var i = 0; i < count; i++)
        {
            var name = await ReadTextAsync(input, cancellationToken).ConfigureAwait(false);
            metadata.Add(new(name, await ReadTextAsync(input, cancellationToken).ConfigureAwait(false)));
        }
        var marker = (await input.ReadAsync(SequenceFileHeader.MarkerLength, cancellationToken).ConfigureAwait(false)).ToArray();
        return new SequenceFileHeader(keyClass, valueClass)
        {
            Compression = compression,
            CodecClass = codec,
            Metadata = metadata.DrainToImmutable(),
            SyncMarker = marker,
        };
    }

    private static int CheckStart(ReadOnlySpan<byte> bytes) => bytes.StartsWith("SEQ"u8) ? bytes[3] : -1;

    private static async ValueTask<string> ReadTextAsync(SequenceFileInput input, CancellationToken cancellationToken)
    {
        var number = new byte[VInt.MaxSize];
        (await input.ReadAsync(1, cancellationToken).ConfigureAwait(false)).CopyTo(number);
        if (VInt.Size(number[0]) is > 1 and var size)
            (await input.ReadAsync(size - 1, cancellationToken).ConfigureAwait(false)).CopyTo(number.AsMemory(1));
        var length = VInt.Read(number);
        if (length is < 0 or > LongestText)
            throw input.Damaged($"a name in the header is {length} bytes long");
        return Encoding.UTF8.GetString((await input.ReadAsync((int)length, cancellationToken).ConfigureAwait(false)).Span);
    }
}
