using System.Buffers.Binary;
using System.IO.Hashing;
using FlumeSharp.Channels.File.JavaLogs.Protos;
using Google.Protobuf;

namespace FlumeSharp.Channels.Tests.File.Java;

/// <summary>Writes a log as Java Flume does, for what no golden directory has.</summary>
internal sealed class JavaLogBuilder : IDisposable
{
    private static long _order = 1_795_480_000_000;

    private readonly FileStream _log;
    private readonly int _id;

    public JavaLogBuilder(string directory, int id)
    {
        _id = id;
        Directory.CreateDirectory(directory);
        _log = System.IO.File.Create(Path.Combine(directory, $"log-{id}"));
        using var metadata = System.IO.File.Create(Path.Combine(directory, $"log-{id}.meta"));
        new LogFileMessage
        {
            Version = 3,
            LogFileId = id,
            CheckpointPosition = 0,
            CheckpointWriteOrderId = 0,
            BackupCheckpointPosition = 0,
            BackupCheckpointWriteOrderId = 0,
        }.WriteDelimitedTo(metadata);
    }

    public long Position => _log.Position;

    public (int Log, int Offset) Put(long transaction, byte[] body)
    {
        var pointer = (_id, (int)_log.Position);
        var message = new PutMessage { Event = new EventMessage { Body = ByteString.CopyFrom(body) }, Checksum = Crc32.HashToUInt32(body) };
        Write(1, transaction, message);
        return pointer;
    }

    public void Take(long transaction, (int Log, int Offset) put) => Write(2, transaction, new TakeMessage { FileId = put.Log, Offset = put.Offset });

    public void Rollback(long transaction) => Write(3, transaction, message: null);

    public void Commit(long transaction, bool puts) => Write(4, transaction, new CommitMessage { Type = puts ? 1 : 2 });

    /// <summary>Puts and commits.</summary>
    public (int Log, int Offset) PutOne(long transaction, byte[] body)
    {
        var pointer = Put(transaction, body);
        Commit(transaction, puts: true);
        return pointer;
    }

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => _log.Write(bytes);

    public void Dispose()
    {
        _log.Write(Enumerable.Repeat((byte)0x80, 1000).ToArray());
        _log.Dispose();
    }

    private void Write(int type, long transaction, IMessage? message)
    {
        using var payload = new MemoryStream();
        new RecordHeaderMessage { Type = type, TransactionId = transaction, WriteOrderId = ++_order }.WriteDelimitedTo(payload);
        if (message is null)
            payload.WriteByte(0);
        else
            message.WriteDelimitedTo(payload);
        payload.WriteByte(0);
        Span<byte> frame = stackalloc byte[5];
        frame[0] = 0x7F;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], (int)payload.Length);
        _log.Write(frame);
        _log.Write(payload.ToArray());
    }
}
