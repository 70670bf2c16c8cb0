using FlumeSharp.Components;

namespace FlumeSharp.Runtime;

/// <summary>How one component of a running pipeline is doing.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="State">Where it stands in its life.</param>
/// <param name="Failure">Why its last start failed; <see langword="null"/> when it did not.</param>
public sealed record ComponentStatus(ComponentKind Kind, string Name, string Type, LifecycleState State, string? Failure);
