using System.Buffers.Binary;
using Snappier;

namespace FlumeSharp.Channels.File.JavaLogs;

// The stream of the snappy-java library, which is not the standard framing:
//
//   0   8  82 'S' 'N' 'A' 'P' 'P' 'Y' 00
//   8   4  version, big-endian, 1
//  12   4  lowest version that can read it, 1
//  16  ..  blocks: length (4 bytes, big-endian) and a raw snappy block of at most 32 KiB of data

/// <summary>Decompresses <c>checkpoint.snappy</c>, the backup of a checkpoint with <c>compressBackupCheckpoint</c>.</summary>
internal static class SnappyStreamReader
{
    private const int HeaderLength = 16;
    private const int LargestBlock = 64 * 1024;

    /// <summary>Copies the decompressed content.</summary>
    /// <exception cref="InvalidDataException">It is not such a stream, or damaged.</exception>
    public static void CopyTo(Stream source, Stream destination)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (source.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.StartsWith(stackalloc byte[] { 0x82, 0x53, 0x4E, 0x41, 0x50, 0x50, 0x59, 0 }))
            throw new InvalidDataException("it does not begin as a stream of snappy-java does");
        var compressed = new byte[LargestBlock];
        var plain = new byte[LargestBlock];
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        for (int read; (read = source.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false)) > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(prefix);
            if (read < prefix.Length || length is <= 0 or > LargestBlock
                || source.ReadAtLeast(compressed.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
                throw new InvalidDataException("a block of it is cut off or has an impossible length");
            if (!Snappy.TryDecompress(compressed.AsSpan(0, length), plain, out var count))
                throw new InvalidDataException("a block of it decompresses to more than a block holds");
            destination.Write(plain, 0, count);
        }
    }
}
