using System.IO.Compression;
using FlumeSharp.Serialization;
using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Sources.SpoolDirectory.Avro;

/// <summary>The blocks of an Avro container file, one after the other, decompressed.</summary>
internal sealed class ContainerBlocks
{
    private const int HeadLength = 64 * 1024;
    private const int LongestHeader = 64 << 20;
    private const int LongestBlock = 1 << 30;
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly string _codec;
    private long _next;

    /// <summary>Reads the header.</summary>
    /// <exception cref="BadFileException">The file is no Avro container file.</exception>
    public ContainerBlocks(SafeFileHandle file, string path, long start)
    {
        _file = file;
        _path = path;
        Header = ReadHeader();
        _codec = Header.Text("avro.codec") ?? "null";
        if (_codec is not ("null" or "deflate" or "snappy" or "zstandard"))
        {
            throw Bad($"is compressed with '{_codec}'; null, deflate, snappy and zstandard can be read");
        }

        Start = start <= Header.Length - ContainerHeader.MarkerLength ? Header.Length - ContainerHeader.MarkerLength : FindMarker(start);
        _next = Start + ContainerHeader.MarkerLength;
    }

    public ContainerHeader Header { get; }

    /// <summary>Where the marker before the block begins that was read last: reading can begin there.</summary>
    public long Start { get; private set; }

    /// <summary>Where the marker after it begins.</summary>
    public long End => _next - ContainerHeader.MarkerLength;

    /// <summary>Reads the next block.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="BadFileException">The file is damaged.</exception>
    public bool TryRead(out long records, out ReadOnlyMemory<byte> data)
    {
        Span<byte> head = stackalloc byte[2 * AvroNumbers.Longest];
        var read = ReadAt(head, _next);
        ReadOnlySpan<byte> rest = head[..read];
        records = 0;
        data = default;
        if (read == 0)
        {
            Start = End;
            return false;
        }

        if (!AvroNumbers.TryRead(ref rest, out records) || !AvroNumbers.TryRead(ref rest, out var length) || records < 0 || length is < 0 or > LongestBlock)
        {
            throw Bad($"is damaged at offset {_next}");
        }

        var at = _next + read - rest.Length;
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(length + ContainerHeader.MarkerLength, Math.Max(0, RandomAccess.GetLength(_file) - at)));
        if (ReadAt(bytes, at) != length + ContainerHeader.MarkerLength || !bytes.AsSpan((int)length).SequenceEqual(Header.Marker))
        {
            throw Bad($"ends within the block at offset {_next}, or is damaged there");
        }

        data = Decompress(bytes.AsMemory(0, (int)length));
        Start = End;
        _next = at + length + ContainerHeader.MarkerLength;
        return true;
    }

    public BadFileException Bad(string what, Exception? cause = null) => new($"'{_path}' {what}", cause);

    private ContainerHeader ReadHeader()
    {
        for (var length = HeadLength; ; length *= 4)
        {
            var head = new byte[length];
            var read = ReadAt(head, 0);
            if (ContainerHeader.TryRead(head.AsSpan(0, read)) is { } header)
            {
                return header;
            }

            if (read < length || length > LongestHeader || !head.AsSpan().StartsWith(ContainerHeader.Magic))
            {
                throw Bad("is no Avro container file");
            }
        }
    }

    // A place that an agent has kept is where a marker begins, or lies before one.
    private long FindMarker(long from)
    {
        var window = new byte[HeadLength];
        while (true)
        {
            var read = ReadAt(window, from);
            if (read < ContainerHeader.MarkerLength)
            {
                return RandomAccess.GetLength(_file) - ContainerHeader.MarkerLength;
            }

            if (window.AsSpan(0, read).IndexOf(Header.Marker) is >= 0 and var at)
            {
                return from + at;
            }

            from += read - ContainerHeader.MarkerLength + 1;
        }
    }

    private ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> data)
    {
        if (_codec == "null")
        {
            return data;
        }

        try
        {
            if (_codec == "snappy")
            {
                // Four bytes of checksum follow, which the other codecs do without.
                return Snappier.Snappy.DecompressToArray(data.Span[..^Math.Min(4, data.Length)]);
            }

            using var compressed = new MemoryStream(data.ToArray());
            using Stream plain = _codec == "deflate" ? new DeflateStream(compressed, CompressionMode.Decompress) : new ZstdSharp.DecompressionStream(compressed);
            using var whole = new MemoryStream();
            var block = new byte[HeadLength];
            while (plain.Read(block) is > 0 and var count)
            {
                if (whole.Length + count > LongestBlock)
                {
                    throw Bad($"has a block of more than {LongestBlock} bytes at offset {_next}");
                }

                whole.Write(block, 0, count);
            }

            return whole.GetBuffer().AsMemory(0, (int)whole.Length);
        }
        catch (Exception failure) when (failure is InvalidDataException or ZstdSharp.ZstdException)
        {
            throw Bad($"has a block at offset {_next} that cannot be decompressed", failure);
        }
    }

    private int ReadAt(Span<byte> bytes, long offset)
    {
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(_file, bytes[read..], offset + read) is > 0 and var count)
        {
            read += count;
        }

        return read;
    }
}
