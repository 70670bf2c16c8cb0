using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using FlumeSharp.Hdfs.DataTransfer;
using FlumeSharp.Hdfs.Protos;
using Google.Protobuf;

namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>
/// A datanode in memory that speaks the real bytes and checks what a real one checks. The first of a pipeline stores for those behind
/// it, so that each has its own replica.
/// </summary>
internal sealed class FakeDatanode : FakeListener
{
    private readonly ConcurrentDictionary<ulong, FakeReplica> _replicas = new();

    /// <summary>Refuses to set a pipeline up; the second value is the bad link.</summary>
    public Func<WriteBlockOperationProto, (TransferStatus Status, string BadLink)?> Refuse { get; set; } = static _ => null;

    /// <summary>All nodes of the cluster, this one too.</summary>
    public IReadOnlyList<FakeDatanode> Cluster { get; set; } = [];

    /// <summary>Answers no copy of a block to another node.</summary>
    public Func<TransferBlockOperationProto, TransferStatus> Transfer { get; set; } = static _ => TransferStatus.Success;

    /// <summary>Decides about each data packet before it is acknowledged.</summary>
    public Func<PacketHeader, FakePacketFault> PacketFault { get; set; } = static _ => FakePacketFault.None;

    /// <summary>Spoils one byte of every block that is read.</summary>
    public bool CorruptsReads { get; set; }

    public ConcurrentQueue<WriteBlockOperationProto> Writes { get; } = new();

    public ConcurrentQueue<PacketHeader> Packets { get; } = new();

    public ConcurrentQueue<TransferBlockOperationProto> Transfers { get; } = new();

    public ConcurrentQueue<int> ReadStatuses { get; } = new();

    public DatanodeInfoProto Info => new()
    {
        Id = new DatanodeIdProto
        {
            IpAddress = "127.0.0.1",
            HostName = "localhost",
            DatanodeUuid = $"uuid-{Port}",
            TransferPort = (uint)Port,
            InfoPort = 1,
            IpcPort = 1,
        },
    };

    public byte[] BlockBytes(ulong blockId) => _replicas.TryGetValue(blockId, out var replica) ? replica.ToArray() : [];

    public FakeReplica Replica(ulong blockId) => _replicas[blockId];

    /// <summary>Bytes of all blocks of a file in order.</summary>
    public byte[] BytesOf(FakeFile file) => [.. file.Blocks.SelectMany(block => BlockBytes(block.BlockId))];

    public void Share(FakeDatanode other)
    {
        foreach (var (id, replica) in _replicas)
            other._replicas[id] = replica;
    }

    protected override async Task ServeAsync(NetworkStream stream, CancellationToken stopping)
    {
        var start = new byte[3];
        await stream.ReadExactlyAsync(start, stopping);
        if (start[0] != 0 || start[1] != 28)
            throw new InvalidDataException("wrong version of the data transfer protocol");
        using var message = new MemoryStream(await ReadDelimitedAsync(stream, stopping));
        if (start[2] == BlockOperation.WriteBlock)
            await WriteBlockAsync(stream, WriteBlockOperationProto.Parser.ParseFrom(message), stopping);
        else if (start[2] == BlockOperation.ReadBlock)
            await ReadBlockAsync(stream, ReadBlockOperationProto.Parser.ParseFrom(message), stopping);
        else if (start[2] == BlockOperation.TransferBlock)
            await TransferBlockAsync(stream, TransferBlockOperationProto.Parser.ParseFrom(message), stopping);
        else
            throw new InvalidDataException($"unknown operation {start[2]}");
    }

    private async Task WriteBlockAsync(NetworkStream stream, WriteBlockOperationProto operation, CancellationToken stopping)
    {
        Writes.Enqueue(operation);
        if (Refuse(operation) is { } refusal)
        {
            await SendAsync(stream, new BlockOperationResponseProto { Status = (int)refusal.Status, FirstBadLink = refusal.BadLink, Message = "scripted" }, stopping);
            return;
        }
        var nodes = new List<FakeDatanode> { this };
        foreach (var target in operation.Targets)
        {
            if (Cluster.FirstOrDefault(node => node.Port == target.Id.TransferPort) is { IsStopped: false } node)
            {
                nodes.Add(node);
                continue;
            }
            var response = new BlockOperationResponseProto { Status = 1, FirstBadLink = $"127.0.0.1:{target.Id.TransferPort}", Message = "gone" };
            await SendAsync(stream, response, stopping);
            return;
        }
        var blockId = operation.Header.BaseHeader.Block.BlockId;
        var replicas = nodes.Select(node => node._replicas.GetOrAdd(blockId, static _ => new FakeReplica())).ToList();
        foreach (var replica in replicas)
            replica.Open(operation);
        await SendAsync(stream, new BlockOperationResponseProto { Status = 0, FirstBadLink = "" }, stopping);
        if (operation.Stage == WriteStageProto.PipelineCloseRecovery)
            return;

        while (true)
        {
            var (header, checksums, data) = await ReadPacketAsync(stream, stopping);
            Packets.Enqueue(header);
            var fault = header.Sequence == PacketHeader.HeartbeatSequence ? FakePacketFault.None : PacketFault(header);
            if (fault == FakePacketFault.Cut)
                return;
            if (fault == FakePacketFault.Silence)
                continue;
            if (header.Sequence != PacketHeader.HeartbeatSequence)
            {
                foreach (var replica in replicas)
                    replica.Store(header, checksums, data);
            }
            if (fault == FakePacketFault.CutUnacknowledged)
                return;
            await AcknowledgeAsync(stream, header.Sequence, fault, (int)operation.PipelineSize, stopping);
            if (header.IsLast)
                return;
        }
    }

    private async Task TransferBlockAsync(NetworkStream stream, TransferBlockOperationProto operation, CancellationToken stopping)
    {
        Transfers.Enqueue(operation);
        var status = Transfer(operation);
        if (status == TransferStatus.Success)
        {
            var block = operation.Header.BaseHeader.Block;
            var source = _replicas[block.BlockId];
            if (source.Length < (int)block.NumBytes)
                throw new InvalidDataException($"a copy of {block.NumBytes} bytes is asked of a replica of {source.Length}");
            Cluster.Single(node => node.Port == operation.Targets.Single().Id.TransferPort)._replicas[block.BlockId] = source.Copy();
        }
        await SendAsync(stream, new BlockOperationResponseProto { Status = (int)status }, stopping);
    }

    private static Task AcknowledgeAsync(NetworkStream stream, long sequence, FakePacketFault fault, int nodes, CancellationToken stopping)
    {
        var ack = new MemoryStream();
        var output = new CodedOutputStream(ack);
        output.WriteRawTag(0x08);
        output.WriteSInt64(fault switch { FakePacketFault.None => sequence, FakePacketFault.WrongSequence => sequence + 7, _ => -2 });
        for (var node = 0; node < nodes; node++)
        {
            var bad = (fault == FakePacketFault.ErrorAtLastNode && node == nodes - 1) || (fault == FakePacketFault.ChecksumErrorAtFirstNode && node == 0);
            output.WriteRawTag(0x10);
            output.WriteEnum(fault == FakePacketFault.Restart && node == 0 ? 8 : bad ? fault == FakePacketFault.ErrorAtLastNode ? 1 : 2 : 0);
        }
        output.Flush();
        var message = ack.ToArray();
        var frame = new byte[message.Length + 1];
        frame[0] = (byte)message.Length;
        message.CopyTo(frame, 1);
        return stream.WriteAsync(frame, stopping).AsTask();
    }

    private async Task ReadBlockAsync(NetworkStream stream, ReadBlockOperationProto operation, CancellationToken stopping)
    {
        var bytes = BlockBytes(operation.Header.BaseHeader.Block.BlockId);
        var start = (long)operation.Offset / 512 * 512;
        var end = Math.Min(bytes.Length, (long)(operation.Offset + operation.Length + 511) / 512 * 512);
        await SendAsync(
            stream,
            new BlockOperationResponseProto
            {
                Status = 0,
                ReadChecksum = new ReadOperationChecksumProto { Checksum = new ChecksumProto { Type = 2, BytesPerChecksum = 512 }, ChunkOffset = (ulong)start },
            },
            stopping);
        var sequence = 0;
        for (var at = start; at < end; at += 4096, sequence++)
        {
            var packet = new Packet(ChecksumType.Crc32C, 512, 8);
            packet.Start(at, long.MaxValue);
            packet.Append(bytes.AsSpan((int)at, (int)Math.Min(4096, end - at)));
            packet.Seal(sequence, isLast: false, sync: false);
            var wire = packet.Sealed.ToArray();
            if (CorruptsReads && at + 4096 >= end)
                wire[^1] ^= 1;
            await stream.WriteAsync(wire, stopping);
        }
        var last = new Packet(ChecksumType.Crc32C, 512, 8);
        last.Start(end, end);
        last.Seal(sequence, isLast: true, sync: false);
        await stream.WriteAsync(last.Sealed, stopping);
    }

    private static async Task<(PacketHeader Header, byte[] Checksums, byte[] Data)> ReadPacketAsync(NetworkStream stream, CancellationToken stopping)
    {
        var prefix = new byte[6];
        await stream.ReadExactlyAsync(prefix, stopping);
        var payload = BinaryPrimitives.ReadInt32BigEndian(prefix);
        var message = new byte[BinaryPrimitives.ReadInt16BigEndian(prefix.AsSpan(4))];
        await stream.ReadExactlyAsync(message, stopping);
        var header = PacketHeader.Read(payload, message);
        var checksums = new byte[header.ChecksumLength];
        var data = new byte[header.DataLength];
        await stream.ReadExactlyAsync(checksums, stopping);
        await stream.ReadExactlyAsync(data, stopping);
        return (header, checksums, data);
    }

    private static async Task<byte[]> ReadDelimitedAsync(NetworkStream stream, CancellationToken stopping)
    {
        var length = 0;
        var one = new byte[1];
        for (var shift = 0; ; shift += 7)
        {
            await stream.ReadExactlyAsync(one, stopping);
            length |= (one[0] & 0x7F) << shift;
            if (one[0] < 0x80)
                break;
        }
        var message = new byte[length];
        await stream.ReadExactlyAsync(message, stopping);
        return message;
    }

    private static async Task SendAsync(NetworkStream stream, IMessage message, CancellationToken stopping)
    {
        using var bytes = new MemoryStream();
        message.WriteDelimitedTo(bytes);
        await stream.WriteAsync(bytes.ToArray(), stopping);
    }
}
