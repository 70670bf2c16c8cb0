namespace FlumeSharp.Components;

/// <summary>How settled a component is.</summary>
public enum Stability
{
    /// <summary>May change in any release.</summary>
    Experimental,

    /// <summary>Complete; details may still change.</summary>
    Beta,

    /// <summary>Keys, behaviour and counters are promised.</summary>
    Stable,
}
