namespace FlumeSharp.Runtime.Reload;

/// <summary>What a new plan means for one component.</summary>
public enum Change
{
    /// <summary>Nothing: it goes on as if nobody had looked.</summary>
    Kept,

    /// <summary>A source goes on with its port and connections; interceptors, selector or channels behind it are exchanged.</summary>
    Rerouted,

    /// <summary>It ends, and another one of its name begins.</summary>
    Replaced,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It ends.</summary>
    Removed,
}
