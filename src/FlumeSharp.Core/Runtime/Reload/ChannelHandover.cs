using FlumeSharp.Options;

namespace FlumeSharp.Runtime.Reload;

// How a changed channel takes over from its predecessor.
internal static class ChannelHandover
{
    /// <summary>
    /// Whether the old channel must end before the new one can begin, because both use the same place, where the new one then finds the
    /// events. Otherwise both exist for a while, and the events are moved.
    /// </summary>
    public static bool IsRestart(ChannelNode old, ChannelPlan plan)
    {
        var before = (old.Plan.Options as IHasStorage)?.StorageFolders.ToHashSet(StringComparer.Ordinal);
        var after = (plan.Options as IHasStorage)?.StorageFolders;
        return before is not null && after is not null
            ? after.Any(before.Contains)
            : old.Channel.IsDurable && old.Plan.Descriptor == plan.Descriptor;
    }
}
