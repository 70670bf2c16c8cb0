using System.Security.Cryptography;
using System.Text;
using FlumeSharp.Sources.SpoolDirectory.Avro;
using Microsoft.Win32.SafeHandles;

namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>
/// The place in the file that is being read, in Flume's own format, so that either agent goes on where the other was: an Avro
/// container file whose metadata names the file, and which gets a record, the offset, after each batch. The last whole record counts.
/// </summary>
/// <remarks>
/// <code>
/// "Obj" 1 | metadata: avro.schema, file | 16 bytes of marker
/// records = 1 | bytes | offset | marker         (again after each batch)
/// </code>
/// A record reaches the system, not the disk, before the next batch is read: it survives kill -9 of the agent.
/// </remarks>
internal sealed class TransferTracker : IDisposable
{
    private const string Schema =
        """{"type":"record","name":"TransferStateFileMeta","namespace":"org.apache.flume.serialization","fields":[{"name":"offset","type":"long"}]}""";

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly byte[] _marker;
    private long _end;

    private TransferTracker(string path, SafeFileHandle file, byte[] marker, long end)
    {
        _path = path;
        _file = file;
        _marker = marker;
        _end = end;
    }

    /// <summary>Begins to keep the place in a file, in place of what was kept before.</summary>
    /// <param name="path">Where it is kept.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where reading begins.</param>
    public static TransferTracker Begin(string path, string file, long offset)
    {
        var marker = RandomNumberGenerator.GetBytes(ContainerHeader.MarkerLength);
        var header = new MemoryStream();
        header.Write(ContainerHeader.Magic);
        Write(header, 2);
        Write(header, "avro.schema");
        Write(header, Schema);
        Write(header, "file");
        Write(header, file);
        Write(header, 0);
        header.Write(marker);

        // Put in place as a whole: a kill leaves the old one or the new one.
        var temporary = $"{path}{Guid.NewGuid():N}.tmp";
        var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            RandomAccess.Write(handle, header.ToArray(), 0);
            var tracker = new TransferTracker(path, handle, marker, header.Length);
            if (offset > 0)
            {
                tracker.Store(offset);
            }

            File.Move(temporary, path, overwrite: true);
            return tracker;
        }
        catch
        {
            handle.Dispose();
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>What is kept at a path.</summary>
    /// <returns>The file and the offset; null when nothing is kept there that can be read.</returns>
    public static (string File, long Offset)? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (ContainerHeader.TryRead(bytes) is not { } header || header.Text("file") is not { } file)
        {
            return null;
        }

        var offset = 0L;
        var rest = bytes[header.Length..];
        while (TryReadBlock(ref rest, header.Marker, ref offset))
        {
        }

        return (file, offset);
    }

    /// <summary>Keeps an offset.</summary>
    public void Store(long offset)
    {
        Span<byte> block = stackalloc byte[2 + AvroNumbers.Longest + ContainerHeader.MarkerLength];
        var length = AvroNumbers.Write(block[2..], offset);
        AvroNumbers.Write(block, 1);
        AvroNumbers.Write(block[1..], length);
        _marker.CopyTo(block[(2 + length)..]);
        length += 2 + ContainerHeader.MarkerLength;
        RandomAccess.Write(_file, block[..length], _end);
        _end += length;
    }

    /// <summary>Forgets what is kept: the file is done with.</summary>
    public void Forget()
    {
        Dispose();
        File.Delete(_path);
    }

    public void Dispose() => _file.Dispose();

    // A torn block at the end is what a kill leaves.
    private static bool TryReadBlock(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> marker, ref long offset)
    {
        var block = rest;
        if (!AvroNumbers.TryRead(ref block, out var count) || !AvroNumbers.TryReadBytes(ref block, out var data) || !block.StartsWith(marker))
        {
            return false;
        }

        for (; count > 0; count--)
        {
            if (!AvroNumbers.TryRead(ref data, out var next))
            {
                return false;
            }

            offset = next;
        }

        rest = block[ContainerHeader.MarkerLength..];
        return true;
    }

    private static void Write(MemoryStream stream, long number)
    {
        Span<byte> bytes = stackalloc byte[AvroNumbers.Longest];
        stream.Write(bytes[..AvroNumbers.Write(bytes, number)]);
    }

    private static void Write(MemoryStream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Write(stream, bytes.Length);
        stream.Write(bytes);
    }
}
