using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>What create or append gave a stream to start with.</summary>
internal sealed record OpenedFile(string Path, ulong FileId, long BlockSize)
{
    /// <summary>Bytes in the file before this stream.</summary>
    public long Length { get; init; }

    /// <summary>The file's last block when it is full.</summary>
    public ExtendedBlockProto? LastBlock { get; init; }

    /// <summary>The file's last block, reopened, when it is not full.</summary>
    public BlockPipeline? Pipeline { get; init; }
}
