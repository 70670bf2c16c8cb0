using System.Collections.Immutable;

namespace FlumeSharp.Runtime.Reload;

/// <summary>What became of a reload.</summary>
/// <param name="Failure">Why the old pipeline goes on; <see langword="null"/> when the new plan runs.</param>
/// <param name="Changes">What was touched, for the log.</param>
/// <param name="LeftBehind">Channels that are gone and still held events: how many, and whether those are kept on disk.</param>
public sealed record ReloadOutcome(string? Failure, string Changes, ImmutableArray<(string Channel, long Events, bool IsDurable)> LeftBehind)
{
    /// <summary>Whether the new plan runs.</summary>
    public bool IsApplied => Failure is null;
}
