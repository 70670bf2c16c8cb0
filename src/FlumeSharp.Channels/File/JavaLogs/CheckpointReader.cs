using System.Buffers.Binary;
using FlumeSharp.Channels.File.JavaLogs.Protos;

namespace FlumeSharp.Channels.File.JavaLogs;

// checkpoint: (capacity + 1029) slots of eight bytes, big-endian.
//
//   slot 0     version, 3
//   slot 1     write order of the last record in it
//   slot 4     0 complete, 1 being written
//   slot 1029  the queue, a ring: its head and size stand in checkpoint.meta
//
// checkpoint.meta: one message with its length in front, with the same write order.

/// <summary>Reads a checkpoint directory, or the backup of one.</summary>
internal static class CheckpointReader
{
    public const string MetadataName = "checkpoint.meta";
    public const string BackupMarker = "backupComplete";

    private const string QueueName = "checkpoint";
    private const string CompressedName = "checkpoint.snappy";
    private const int HeaderSlots = 1029;
    private const int Version = 3;
    private const int LargestMetadata = 16 * 1024 * 1024;

    /// <summary>Reads a checkpoint.</summary>
    /// <returns>The checkpoint, or <see langword="null"/> where there is none.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or was being written when the agent died.</exception>
    public static Checkpoint? Read(string? directory)
    {
        if (directory is null || !Directory.Exists(directory))
            return null;
        var metadata = Path.Combine(directory, MetadataName);
        var queue = Path.Combine(directory, QueueName);
        var compressed = Path.Combine(directory, CompressedName);
        var hasQueue = System.IO.File.Exists(queue) || System.IO.File.Exists(compressed);
        if (!System.IO.File.Exists(metadata))
            return hasQueue ? throw new InvalidDataException($"{MetadataName} is missing") : null;
        if (!hasQueue)
            throw new InvalidDataException($"the file {QueueName} is missing");
        if (new FileInfo(metadata).Length > LargestMetadata
            || !StrictMessage.TryParseDelimited<CheckpointMessage>(System.IO.File.ReadAllBytes(metadata), out var message) || message.Version != Version)
            throw new InvalidDataException($"{MetadataName} is damaged");

        if (System.IO.File.Exists(queue))
        {
            using var file = System.IO.File.OpenRead(queue);
            return Read(directory, file, message);
        }

        // A checkpoint of 268 million slots is the largest that Java can make, 2 GB; it goes through a file, not through memory.
        using var plain = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        using (var source = System.IO.File.OpenRead(compressed))
            SnappyStreamReader.CopyTo(source, plain);
        return Read(directory, plain, message);
    }

    private static Checkpoint Read(string directory, FileStream file, CheckpointMessage message)
    {
        var capacity = (file.Length / sizeof(long)) - HeaderSlots;
        if (capacity <= 0 || file.Length % sizeof(long) != 0)
            throw new InvalidDataException($"the file {QueueName} has an impossible length");
        if (ReadSlot(file, 0) != Version)
            throw new InvalidDataException($"the file {QueueName} is of another version");
        if (ReadSlot(file, 4) != 0)
            throw new InvalidDataException("it was being written when the agent died");
        if (ReadSlot(file, 1) != message.WriteOrderId)
            throw new InvalidDataException($"the files {QueueName} and {MetadataName} are of different moments");
        if (message.QueueSize < 0 || message.QueueSize > capacity || message.QueueHead < 0 || message.QueueHead >= capacity)
            throw new InvalidDataException($"{MetadataName} describes a queue that the file {QueueName} has no room for");
        return new Checkpoint(
            message.WriteOrderId,
            ReadQueue(file, message.QueueHead, message.QueueSize, capacity),
            InflightReader.Read(Path.Combine(directory, "inflightputs")),
            InflightReader.Read(Path.Combine(directory, "inflighttakes")));
    }

    private static PointerQueue ReadQueue(FileStream file, int head, int size, long capacity)
    {
        var queue = new PointerQueue();
        var buffer = new byte[64 * 1024];
        for (var at = 0; at < size;)
        {
            var slot = (head + (long)at) % capacity;
            var count = (int)Math.Min(Math.Min(size - at, capacity - slot), buffer.Length / sizeof(long));
            file.Position = (HeaderSlots + slot) * sizeof(long);
            file.ReadExactly(buffer, 0, count * sizeof(long));
            for (var i = 0; i < count; i++)
                queue.AddTail(new EventPointer(BinaryPrimitives.ReadUInt64BigEndian(buffer.AsSpan(i * sizeof(long)))));
            at += count;
        }

        return queue;
    }

    private static long ReadSlot(FileStream file, int slot)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        file.Position = slot * sizeof(long);
        file.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }
}
