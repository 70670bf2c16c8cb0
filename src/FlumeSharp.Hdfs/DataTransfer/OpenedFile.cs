using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>What create or append gave a stream to start with.</summary>
internal sealed record OpenedFile(string Path, ulong FileId, long BlockSize, int Replication)
{
    /// <summary>Datanodes that failed this file.</summary>
    public required ExcludedNodes Excluded { get; init; }

    /// <summary>Bytes in the file before this stream.</summary>
    public long Length { get; init; }

    /// <summary>The file's last block when it is full.</summary>
    public ExtendedBlockProto? LastBlock { get; init; }

    /// <summary>The file's last block, reopened, when it is not full.</summary>
    public BlockWriter? Block { get; init; }
}
