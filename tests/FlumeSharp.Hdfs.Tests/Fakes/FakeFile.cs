using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.Tests.Fakes;

/// <summary>A file in a fake namenode.</summary>
internal sealed class FakeFile
{
    public required ulong Id { get; init; }

    public required ulong BlockSize { get; init; }

    public required uint Replication { get; init; }

    public uint Mode { get; set; }

    public List<ExtendedBlockProto> Blocks { get; } = [];

    /// <summary>The lease holder while the file is open.</summary>
    public string? Writer { get; set; }

    public long Length => Blocks.Sum(static block => (long)block.NumBytes);
}
