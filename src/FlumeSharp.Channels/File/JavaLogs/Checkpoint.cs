namespace FlumeSharp.Channels.File.JavaLogs;

/// <summary>The state of a channel at one moment.</summary>
/// <param name="WriteOrder">Records up to this one are in it.</param>
/// <param name="Queue">The events that waited, uncommitted takes not among them.</param>
/// <param name="OpenPuts">Puts of open transactions.</param>
/// <param name="OpenTakes">Takes of open transactions.</param>
internal sealed record Checkpoint(
    long WriteOrder,
    PointerQueue Queue,
    IReadOnlyDictionary<long, List<EventPointer>> OpenPuts,
    IReadOnlyDictionary<long, List<EventPointer>> OpenTakes);
