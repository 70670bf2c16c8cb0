using FlumeSharp.Hdfs;

namespace FlumeSharp.Integration.Tests.Hdfs;

/// <summary>Bytes for test files, and writing and reading them.</summary>
internal static class HdfsData
{
    /// <summary>Random bytes, the same for the same length.</summary>
    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static async Task WriteAsync(FileSystem files, string path, ReadOnlyMemory<byte> bytes, long? blockSize = null, int writeSize = 64_000)
    {
        await using var output = await files.CreateAsync(path, new CreateOptions { Overwrite = true, BlockSize = blockSize });
        await WriteAsync(output, bytes, writeSize);
        await output.CloseAsync();
    }

    public static async Task WriteAsync(FileOutputStream output, ReadOnlyMemory<byte> bytes, int writeSize = 64_000)
    {
        for (var at = 0; at < bytes.Length; at += writeSize)
            await output.WriteAsync(bytes.Slice(at, Math.Min(writeSize, bytes.Length - at)));
    }

    public static async Task<byte[]> ReadAsync(FileSystem files, string path)
    {
        await using var input = await files.OpenAsync(path);
        using var copy = new MemoryStream();
        await input.CopyToAsync(copy);
        return copy.ToArray();
    }
}
