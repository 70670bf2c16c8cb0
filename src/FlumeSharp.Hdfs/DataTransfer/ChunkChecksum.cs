using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>Checksums of chunks: four bytes, big-endian, for every started chunk.</summary>
internal static class ChunkChecksum
{
    public const int Size = 4;

    /// <summary>Bytes of checksums for so much data.</summary>
    public static int LengthFor(ChecksumType type, int dataLength, int chunkSize) =>
        type == ChecksumType.None ? 0 : (dataLength + chunkSize - 1) / chunkSize * Size;

    /// <summary>Computes the checksum of every chunk of <paramref name="data"/> into <paramref name="checksums"/>.</summary>
    public static void Compute(ChecksumType type, ReadOnlySpan<byte> data, int chunkSize, Span<byte> checksums)
    {
        if (type == ChecksumType.Crc32C)
            ComputeCrc32C(data, chunkSize, checksums);
        else if (type == ChecksumType.Crc32)
            ComputeCrc32(data, chunkSize, checksums);
    }

    /// <summary>The index of the first chunk whose checksum differs, or -1.</summary>
    public static int FindMismatch(ChecksumType type, ReadOnlySpan<byte> data, int chunkSize, ReadOnlySpan<byte> checksums)
    {
        const int PerTurn = 64;
        Span<byte> expected = stackalloc byte[PerTurn * Size];
        for (var first = 0; first < checksums.Length; first += expected.Length)
        {
            var part = checksums[first..Math.Min(first + expected.Length, checksums.Length)];
            var from = first / Size * chunkSize;
            var to = Math.Min(from + (PerTurn * chunkSize), data.Length);
            Compute(type, data[from..to], chunkSize, expected);
            var same = part.CommonPrefixLength(expected[..part.Length]);
            if (same < part.Length)
                return (first + same) / Size;
        }
        return -1;
    }

    /// <summary>CRC-32C of one run of bytes.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        while (data.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, MemoryMarshal.Read<ulong>(data));
            data = data[sizeof(ulong)..];
        }
        foreach (var b in data)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    private static void ComputeCrc32C(ReadOnlySpan<byte> data, int chunkSize, Span<byte> checksums)
    {
        var chunk = 0;
        if (chunkSize % sizeof(ulong) == 0)
        {
            // The instruction has a latency of three cycles, so four independent chunks at a time keep it busy.
            for (; data.Length >= 4 * chunkSize; chunk += 4, data = data[(4 * chunkSize)..])
                FourCrc32C(data[..(4 * chunkSize)], chunkSize, checksums[(chunk * Size)..]);
        }
        for (; !data.IsEmpty; chunk++)
        {
            var length = Math.Min(chunkSize, data.Length);
            BinaryPrimitives.WriteUInt32BigEndian(checksums[(chunk * Size)..], Crc32C(data[..length]));
            data = data[length..];
        }
    }

    private static void FourCrc32C(ReadOnlySpan<byte> data, int chunkSize, Span<byte> checksums)
    {
        uint a = uint.MaxValue, b = uint.MaxValue, c = uint.MaxValue, d = uint.MaxValue;
        ref var start = ref MemoryMarshal.GetReference(data);
        for (nint i = 0; i < chunkSize; i += sizeof(ulong))
        {
            // Within bounds: the caller sliced four chunks of a size divisible by eight.
            ref var word = ref Unsafe.Add(ref start, i);
            a = BitOperations.Crc32C(a, Unsafe.ReadUnaligned<ulong>(ref word));
            b = BitOperations.Crc32C(b, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, chunkSize)));
            c = BitOperations.Crc32C(c, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, 2 * chunkSize)));
            d = BitOperations.Crc32C(d, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, 3 * chunkSize)));
        }
        BinaryPrimitives.WriteUInt32BigEndian(checksums, ~a);
        BinaryPrimitives.WriteUInt32BigEndian(checksums[Size..], ~b);
        BinaryPrimitives.WriteUInt32BigEndian(checksums[(2 * Size)..], ~c);
        BinaryPrimitives.WriteUInt32BigEndian(checksums[(3 * Size)..], ~d);
    }

    private static void ComputeCrc32(ReadOnlySpan<byte> data, int chunkSize, Span<byte> checksums)
    {
        for (; !data.IsEmpty; checksums = checksums[Size..])
        {
            var length = Math.Min(chunkSize, data.Length);
            BinaryPrimitives.WriteUInt32BigEndian(checksums, Crc32.HashToUInt32(data[..length]));
            data = data[length..];
        }
    }
}
