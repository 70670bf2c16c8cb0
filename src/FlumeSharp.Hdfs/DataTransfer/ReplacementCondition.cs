namespace FlumeSharp.Hdfs.DataTransfer;

/// <summary>The values of <c>dfs.client.block.write.replace-datanode-on-failure.policy</c>.</summary>
internal enum ReplacementCondition
{
    /// <summary>Never a replacement.</summary>
    Never,

    /// <summary>For files of three replicas and more: once half of them are gone, and at once for a block that was flushed or appended to.</summary>
    Default,

    /// <summary>Always.</summary>
    Always,
}
