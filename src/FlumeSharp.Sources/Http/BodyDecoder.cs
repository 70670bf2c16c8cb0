using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace FlumeSharp.Sources.Http;

// Undoes a Content-Encoding. A body that does not begin as the encoding does is taken as it is: clients name encodings they do not
// use, and Flume, which knows none, has always taken such bodies.
internal sealed class BodyDecoder(long maxSize)
{
    private static readonly byte[] GzipMagic = [0x1F, 0x8B];
    private static readonly byte[] ZstandardMagic = [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>Decompresses a body; false when it is to be taken as it is.</summary>
    /// <exception cref="InvalidDataException">The body begins as the encoding does and is damaged.</exception>
    /// <exception cref="BodyTooLongException">It is longer than allowed.</exception>
    public bool TryDecode(string encoding, ReadOnlySequence<byte> body, out ReadOnlySequence<byte> plain)
    {
        plain = default;
        switch (encoding.Trim().ToLowerInvariant())
        {
            case "gzip" or "x-gzip" when StartsWith(body, GzipMagic):
                plain = Copy(new GZipStream(StreamOf(body), CompressionMode.Decompress));
                return true;
            case "zstd" when StartsWith(body, ZstandardMagic):
                plain = CopyZstandard(body);
                return true;
            case "br":
                return TryDecodeBrotli(body, out plain);
            default:
                return false;
        }
    }

    // Brotli has no magic number: what cannot be decoded is no Brotli.
    private bool TryDecodeBrotli(ReadOnlySequence<byte> body, out ReadOnlySequence<byte> plain)
    {
        try
        {
            plain = Copy(new BrotliStream(StreamOf(body), CompressionMode.Decompress));
            return !body.IsEmpty;
        }
        catch (Exception failure) when (failure is InvalidOperationException or InvalidDataException)
        {
            plain = default;
            return false;
        }
    }

    private ReadOnlySequence<byte> CopyZstandard(ReadOnlySequence<byte> body)
    {
        try
        {
            return Copy(new ZstdSharp.DecompressionStream(StreamOf(body), leaveOpen: false));
        }
        catch (Exception failure) when (failure is ZstdSharp.ZstdException or EndOfStreamException)
        {
            throw new InvalidDataException("The body is not what its Content-Encoding zstd says: " + failure.Message, failure);
        }
    }

    private ReadOnlySequence<byte> Copy(Stream decoded)
    {
        using (decoded)
        {
            var output = new ArrayBufferWriter<byte>(64 << 10);
            while (true)
            {
                var read = decoded.Read(output.GetSpan(16 << 10));
                if (read == 0)
                {
                    return new(output.WrittenMemory);
                }

                output.Advance(read);
                if (maxSize > 0 && output.WrittenCount > maxSize)
                {
                    throw new BodyTooLongException(maxSize);
                }
            }
        }
    }

    private static Stream StreamOf(ReadOnlySequence<byte> body) => PipeReader.Create(body).AsStream();

    private static bool StartsWith(ReadOnlySequence<byte> body, ReadOnlySpan<byte> magic)
    {
        Span<byte> start = stackalloc byte[4];
        var length = (int)Math.Min(body.Length, magic.Length);
        body.Slice(0, length).CopyTo(start);
        return start[..length].SequenceEqual(magic);
    }
}
