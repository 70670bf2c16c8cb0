namespace FlumeSharp.Agent.Hosting.Reload;

/// <summary>What a changed configuration does to what has not changed.</summary>
internal enum ReloadMode
{
    /// <summary>Nothing.</summary>
    Diff,

    /// <summary>All sources and sinks restart, as in Flume.</summary>
    Full,
}
