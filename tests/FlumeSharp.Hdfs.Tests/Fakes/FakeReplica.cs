using FlumeSharp.Hdfs.DataTransfer;
using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>A fake datanode's copy of a block, as strict about pipelines and packets as a real one.</summary>
internal sealed class FakeReplica
{
    private readonly Lock _gate = new();
    private readonly List<byte> _bytes = [];

    public ulong Stamp { get; private set; }

    public bool IsFinal { get; private set; }

    public int Length => _bytes.Count;

    public byte[] ToArray()
    {
        lock (_gate)
            return [.. _bytes];
    }

    public FakeReplica Copy()
    {
        var copy = new FakeReplica { Stamp = Stamp, IsFinal = IsFinal };
        copy._bytes.AddRange(ToArray());
        return copy;
    }

    /// <summary>Takes part in a pipeline.</summary>
    public void Open(WriteBlockOperationProto operation)
    {
        var stamp = operation.Header.BaseHeader.Block.GenerationStamp;
        var (least, most) = ((int)operation.MinBytesReceived, (int)operation.MaxBytesReceived);
        lock (_gate)
        {
            var isNew = operation.Stage == WriteStageProto.PipelineSetupCreate;
            if (isNew != (Stamp == 0))
                throw new InvalidDataException($"{operation.Stage} of a replica of stamp {Stamp}");
            if (!isNew && (Stamp < stamp || Stamp > operation.LatestGenerationStamp || operation.LatestGenerationStamp <= stamp))
                throw new InvalidDataException($"the replica has stamp {Stamp}, the client says {stamp} to {operation.LatestGenerationStamp}");
            var isGood = operation.Stage switch
            {
                WriteStageProto.PipelineSetupCreate => least == 0 && most == 0,
                WriteStageProto.PipelineSetupAppend => IsFinal && Length == least,
                WriteStageProto.PipelineSetupAppendRecovery => Length == least,
                WriteStageProto.PipelineSetupStreamingRecovery => !IsFinal && Length >= least && Length <= most,
                WriteStageProto.PipelineCloseRecovery => Length == least && Length == most,
                _ => false,
            };
            if (!isGood)
                throw new InvalidDataException($"{operation.Stage} of {least} to {most} bytes of a replica that has {Length}, final: {IsFinal}");
            Stamp = isNew ? stamp : operation.LatestGenerationStamp;
            IsFinal = operation.Stage == WriteStageProto.PipelineCloseRecovery;
        }
    }

    public void Store(PacketHeader header, byte[] checksums, byte[] data)
    {
        lock (_gate)
        {
            if (header.Offset > Length)
                throw new InvalidDataException($"packet at {header.Offset} leaves a gap behind {Length}");
            if (checksums.Length != 4 * ((data.Length + 511) / 512))
                throw new InvalidDataException($"{checksums.Length} bytes of checksums for {data.Length} bytes of data");
            if (header.Offset % 512 != 0 && (header.Offset % 512) + data.Length > 512)
                throw new InvalidDataException("a packet that starts inside a chunk goes beyond it");
            if (ChunkChecksum.FindMismatch(ChecksumType.Crc32C, data, 512, checksums) >= 0)
                throw new InvalidDataException("wrong checksum");
            if (header.IsLast && (data.Length > 0 || header.Offset != Length))
                throw new InvalidDataException("the last packet is not an empty one at the end");
            _bytes.AddRange(data.AsSpan((int)Math.Min(data.Length, Length - header.Offset)));
            IsFinal |= header.IsLast;
        }
    }
}
