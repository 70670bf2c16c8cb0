namespace FlumeSharp.Agent.Hosting.Reload;

/// <summary>When the configuration is looked at again, and how a new one is applied.</summary>
/// <param name="IsWatching">Whether changes are noticed; without it only <c>SIGHUP</c> makes the agent look.</param>
/// <param name="Interval">The time between two looks; <see langword="null"/> leaves it to the source.</param>
/// <param name="Mode">What happens to components that have not changed.</param>
/// <param name="IsStrict">Whether any error refuses a configuration, not only a new one.</param>
/// <param name="PidFile">Where the agent says its process id, and beside it what became of a reload.</param>
internal sealed record ReloadSettings(bool IsWatching, TimeSpan? Interval, ReloadMode Mode, bool IsStrict, string? PidFile);
