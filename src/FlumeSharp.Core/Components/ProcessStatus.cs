namespace FlumeSharp.Components;

/// <summary>What one call of a sink's or pollable source's process method came to.</summary>
public enum ProcessStatus
{
    /// <summary>Something was done; call again at once.</summary>
    Ready,

    /// <summary>The component asks to be left alone for a while: Flume's BACKOFF.</summary>
    Backoff,

    /// <summary>
    /// There was nothing to do. Flume says BACKOFF here too; kept apart so that a runner can wait for the next event instead of
    /// sleeping through its arrival.
    /// </summary>
    Empty,

    /// <summary>
    /// Events could not be delivered: the transaction is rolled back, and the sink has logged why. A sink of its own is left alone for a
    /// while, as after <see cref="Backoff"/>; in a group it has failed, and another one is asked. Flume has no word for it.
    /// </summary>
    Failed,
}
