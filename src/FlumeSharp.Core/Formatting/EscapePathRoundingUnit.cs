namespace FlumeSharp.Formatting;

/// <summary>What timestamps are rounded to.</summary>
public enum EscapePathRoundingUnit
{
    /// <summary>Seconds within the minute.</summary>
    Second,

    /// <summary>Minutes within the hour.</summary>
    Minute,

    /// <summary>Hours within the day.</summary>
    Hour,
}
