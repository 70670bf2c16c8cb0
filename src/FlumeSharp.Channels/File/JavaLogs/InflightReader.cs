using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FlumeSharp.Channels.File.JavaLogs;

// inflightputs and inflighttakes, all big-endian:
//
//   0  16  MD5 of everything after it
//  16  ..  for each open transaction: its number, how many pointers, the pointers; eight bytes each
//      16  two zeros, left over by the writer
//
// An empty file says the same as one without transactions.

/// <summary>Reads the open transactions of a checkpoint.</summary>
internal static class InflightReader
{
    private const int DigestLength = 16;

    // Uncommitted events are bounded by a channel's capacity; a file beyond this is no such file.
    private const long LargestFile = 1024L * 1024 * 1024;

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IReadOnlyDictionary<long, List<EventPointer>> Read(string path)
    {
        var transactions = new Dictionary<long, List<EventPointer>>();
        if (!System.IO.File.Exists(path))
            return transactions;
        var length = new FileInfo(path).Length;
        if (length == 0)
            return transactions;
        if (length > LargestFile || length < DigestLength || (length - DigestLength) % sizeof(long) != 0)
            throw new InvalidDataException($"{Path.GetFileName(path)} has an impossible length");
        var bytes = System.IO.File.ReadAllBytes(path);
        var content = bytes.AsSpan(DigestLength);
#pragma warning disable CA5351 // the format's checksum, not a protection
        if (!MD5.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(0, DigestLength)))
#pragma warning restore CA5351
            throw new InvalidDataException($"{Path.GetFileName(path)} does not match its checksum");

        while (content.Length >= 2 * sizeof(long))
        {
            var id = BinaryPrimitives.ReadInt64BigEndian(content);
            var count = BinaryPrimitives.ReadInt64BigEndian(content[sizeof(long)..]);
            content = content[(2 * sizeof(long))..];
            if (id == 0 && count == 0)
                break;
            if (count < 0 || count > content.Length / sizeof(long))
                throw new InvalidDataException($"{Path.GetFileName(path)} names more events than it holds");
            if (!transactions.TryGetValue(id, out var pointers))
                transactions.Add(id, pointers = []);
            for (var i = 0; i < count; i++)
                pointers.Add(new EventPointer(BinaryPrimitives.ReadUInt64BigEndian(content[(i * sizeof(long))..])));
            content = content[((int)count * sizeof(long))..];
        }

        return transactions;
    }
}
