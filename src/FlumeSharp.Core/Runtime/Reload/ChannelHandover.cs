using FlumeSharp.Options;

namespace FlumeSharp.Runtime.Reload;

// How a changed channel takes over from its predecessor.
internal static class ChannelHandover
{
    /// <summary>
    /// Whether the old channel must end before the new one can begin, because both use the same place, where the new one then finds the
    /// events. Otherwise both exist for a while, and the events are moved.
    /// </summary>
    public static bool IsRestart(ChannelNode old, ChannelPlan plan) => old.Plan.Options is IHasStorage && plan.Options is IHasStorage
        ? SharesStorage(old.Plan, plan)
        : old.Channel.IsDurable && old.Plan.Descriptor == plan.Descriptor;

    /// <summary>Whether both use a folder, which only one of them can have open.</summary>
    public static bool SharesStorage(ChannelPlan one, ChannelPlan other) =>
        one.Options is IHasStorage before && other.Options is IHasStorage after && before.StorageFolders.Intersect(after.StorageFolders, StringComparer.Ordinal).Any();

    /// <summary>Folders with events that a restarted channel does not open any more.</summary>
    public static IReadOnlyList<string> FoldersLeftOut(ChannelPlan old, ChannelPlan plan) =>
        old.Options is IHasStorage before && plan.Options is IHasStorage after ? [.. before.EventFolders.Except(after.EventFolders, StringComparer.Ordinal)] : [];

    /// <summary>Why events that wait would be left behind by a change of their channel; null when none would.</summary>
    public static string? WhyNot(ChannelNode old, ChannelPlan plan)
    {
        var waiting = old.Channel.EventCount;
        if (waiting == 0)
        {
            return null;
        }

        if (IsRestart(old, plan))
        {
            return FoldersLeftOut(old.Plan, plan) is { Count: > 0 } left
                ? $"{PlanBinder.Label(plan)} keeps some of its folders and leaves out {string.Join(", ", left)}, while {waiting} events wait. Keep the folders until it is empty, or change all of them: then the events move"
                : null;
        }

        return plan.Options is IHasCapacity { Capacity: var room } && waiting > room
            ? $"{PlanBinder.Label(plan)} has room for {room} events, and {waiting} wait. Raise its capacity, or try again when its sinks have delivered more of them"
            : null;
    }
}
