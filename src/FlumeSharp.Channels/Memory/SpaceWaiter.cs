namespace FlumeSharp.Channels.Memory;

/// <summary>A commit that waits for room: what it needs, and the promise that it was set aside for it.</summary>
internal sealed class SpaceWaiter(Room needed) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Room Needed => needed;
}
