using System.Buffers.Binary;

namespace FlumeSharp.Hdfs.SequenceFiles;

/// <summary>Reads an uncompressed SequenceFile from its start, record by record, and checks every length and marker on the way.</summary>
/// <remarks>
/// One caller at a time. Memory stays within about twice the largest record that is really there, whatever a damaged file claims.
/// </remarks>
public sealed class SequenceFileReader : IAsyncDisposable
{
    private readonly SequenceFileInput _input;
    private ReadOnlyMemory<byte> _record;
    private int _keyLength;

    private SequenceFileReader(SequenceFileInput input, SequenceFileHeader header)
    {
        _input = input;
        Header = header;
    }

    /// <summary>What the file says of itself.</summary>
    public SequenceFileHeader Header { get; }

    /// <summary>The serialized key of the current record; valid until the next <see cref="ReadAsync"/>.</summary>
    public ReadOnlyMemory<byte> Key => _record[.._keyLength];

    /// <summary>The serialized value of the current record, its own length included; valid until the next <see cref="ReadAsync"/>.</summary>
    public ReadOnlyMemory<byte> Value => _record[_keyLength..];

    /// <summary>Bytes read so far: where the next record or marker starts.</summary>
    public long Position => _input.Position;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="stream">The file from its first byte; the reader owns and disposes it, also when opening fails.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="cancellationToken">Ends the wait for the header.</param>
    /// <exception cref="SequenceFileException">This is no SequenceFile, or a kind that is not supported.</exception>
    public static async ValueTask<SequenceFileReader> OpenAsync(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var input = new SequenceFileInput(stream, name);
        try
        {
            var header = await SequenceFileHeaderReader.ReadAsync(input, cancellationToken).ConfigureAwait(false);
            if (header.Compression != SequenceFileCompression.None)
                throw input.Damaged($"the file is compressed with {header.CodecClass}, which this reader does not support");
            return new SequenceFileReader(input, header);
        }
        catch
        {
            await input.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Moves to the next record; <see langword="false"/> at the end of the file.</summary>
    /// <exception cref="SequenceFileException">The file is damaged or cut off here; the records before were good.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken = default)
    {
        _record = default;
        _keyLength = 0;
        while (await _input.HasMoreAsync(cancellationToken).ConfigureAwait(false))
        {
            var length = await ReadInt32Async(cancellationToken).ConfigureAwait(false);
            if (length == -1)
            {
                var marker = await _input.ReadAsync(SequenceFileHeader.MarkerLength, cancellationToken).ConfigureAwait(false);
                if (!marker.Span.SequenceEqual(Header.SyncMarker.Span))
                    throw _input.Damaged("a sync marker differs from the one in the header");
                continue;
            }
            var keyLength = await ReadInt32Async(cancellationToken).ConfigureAwait(false);
            if (keyLength < 0 || keyLength > length)
                throw _input.Damaged($"a record of {length} bytes has a key of {keyLength} bytes");
            _record = await _input.ReadAsync(length, cancellationToken).ConfigureAwait(false);
            _keyLength = keyLength;
            return true;
        }
        return false;
    }

    /// <summary>The current key as a number, where the keys are <c>LongWritable</c>.</summary>
    /// <exception cref="SequenceFileException">The key is no <c>LongWritable</c>.</exception>
    public long ReadLongKey() => Header.KeyClass == SequenceFileHeader.LongWritable && _keyLength == 8
        ? BinaryPrimitives.ReadInt64BigEndian(Key.Span)
        : throw _input.Damaged($"a key of class {Header.KeyClass} with {_keyLength} bytes is no LongWritable");

    /// <summary>The current value without its length, where the values are <c>BytesWritable</c> or <c>Text</c>; valid until the next read.</summary>
    /// <exception cref="SequenceFileException">The value is of another class, or its length does not match the record's.</exception>
    public ReadOnlyMemory<byte> ReadBody()
    {
        var value = Value;
        if (Header.ValueClass == SequenceFileHeader.ClassOf(SequenceFileValueType.BytesWritable))
        {
            if (value.Length >= 4 && BinaryPrimitives.ReadInt32BigEndian(value.Span) == value.Length - 4)
                return value[4..];
        }
        else if (Header.ValueClass == SequenceFileHeader.ClassOf(SequenceFileValueType.Text))
        {
            if (!value.IsEmpty && VInt.Size(value.Span[0]) is var size && size <= value.Length && VInt.Read(value.Span) == value.Length - size)
                return value[size..];
        }
        else
        {
            throw _input.Damaged($"a value of class {Header.ValueClass} is neither BytesWritable nor Text");
        }
        throw _input.Damaged("the length in front of a value differs from the record's");
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _input.DisposeAsync();

    private async ValueTask<int> ReadInt32Async(CancellationToken cancellationToken)
        => BinaryPrimitives.ReadInt32BigEndian((await _input.ReadAsync(4, cancellationToken).ConfigureAwait(false)).Span);
}
