using FlumeSharp.Hdfs.Protos;

namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>A file's blocks in order and the length a reader sees, which an open file's last block takes from its datanodes.</summary>
internal sealed record LocatedFile(long Length, IReadOnlyList<LocatedBlockProto> Blocks)
{
    public LocatedBlockProto? BlockAt(long position)
    {
        for (var i = Blocks.Count - 1; i >= 0; i--)
        {
            if ((long)Blocks[i].Offset <= position)
                return position < (long)Blocks[i].Offset + LengthOf(Blocks[i]) ? Blocks[i] : null;
        }
        return null;
    }

    public long LengthOf(LocatedBlockProto block) =>
        ReferenceEquals(block, Blocks[^1]) ? Length - (long)block.Offset : (long)block.Block.NumBytes;
}
