namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>
/// When a pipeline that lost a node gets another one: <c>dfs.client.block.write.replace-datanode-on-failure.*</c>.
/// </summary>
/// <param name="Condition">When a replacement is wanted.</param>
/// <param name="IsBestEffort">Whether to go on without one where none is found.</param>
/// <param name="MinReplication">With so many nodes left the block goes on without one; 0 for never.</param>
internal sealed record ReplacementPolicy(ReplacementCondition Condition, bool IsBestEffort, int MinReplication)
{
    /// <summary>Whether to look for another node.</summary>
    /// <param name="replication">Nodes the file should have.</param>
    /// <param name="remaining">Nodes that are left.</param>
    /// <param name="isVisible">Whether the block was appended to or flushed, so that readers may rely on it.</param>
    public bool Wants(int replication, int remaining, bool isVisible) => remaining > 0 && remaining < replication && Condition switch
    {
        ReplacementCondition.Never => false,
        ReplacementCondition.Always => true,
        _ => replication >= 3 && (remaining <= replication / 2 || isVisible),
    };

    /// <summary>Whether the nodes that are left will do where no other is found.</summary>
    public bool Accepts(int remaining) => IsBestEffort || (MinReplication > 0 && remaining >= MinReplication);
}
