namespace FlumeSharp.Runtime;

/// <summary>What the machine, or the container, lets the agent have.</summary>
/// <param name="MemoryLimit">Bytes: the cgroup's or machine's limit, or <c>-Xmx</c> where a launcher passed it.</param>
public sealed record AgentResources(long MemoryLimit)
{
    /// <summary>The share of the memory that one memory channel takes by default, as in Flume.</summary>
    public const double ChannelShare = 0.8;

    /// <summary>The limits that the runtime sees.</summary>
    public static AgentResources Detect() => new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Bytes a channel may hold when its configuration does not say.</summary>
    public long DefaultByteCapacity => (long)(MemoryLimit * ChannelShare);
}
