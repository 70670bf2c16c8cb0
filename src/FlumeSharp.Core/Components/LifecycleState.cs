namespace FlumeSharp.Components;

/// <summary>Where a component stands in its life. Flume's IDLE, START, STOP, ERROR.</summary>
public enum LifecycleState
{
    /// <summary>Made and not started yet.</summary>
    Idle,

    /// <summary>Started.</summary>
    Started,

    /// <summary>Stopped for good.</summary>
    Stopped,

    /// <summary>The last start failed; it may be tried again.</summary>
    Faulted,
}
