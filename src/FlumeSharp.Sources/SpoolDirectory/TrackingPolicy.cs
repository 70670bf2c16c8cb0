namespace FlumeSharp.Sources.SpoolDirectory;

/// <summary>How a delivered file is remembered.</summary>
public enum TrackingPolicy
{
    /// <summary>By its new name.</summary>
    Rename,

    /// <summary>By an empty file in the tracker directory.</summary>
    TrackerDir,
}
