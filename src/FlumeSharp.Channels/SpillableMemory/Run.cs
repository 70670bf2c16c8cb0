namespace FlumeSharp.Channels.SpillableMemory;

/// <summary>Neighbours in the order of a channel that are kept in the same place.</summary>
internal sealed class Run(bool isOnDisk, long count, bool isPending)
{
    public bool IsOnDisk => isOnDisk;

    public long Count { get; set; } = count;

    /// <summary>Whether their commit is still on its way to the disk: nothing may pass them.</summary>
    public bool IsPending { get; set; } = isPending;
}
