using FlumeSharp.Configuration;

namespace FlumeSharp.Options;

/// <summary>Something wrong or doubtful about a sink group.</summary>
/// <param name="Severity">An error keeps the group from running.</param>
/// <param name="Key">The key below <c>processor.</c> that it is about, where there is one.</param>
/// <param name="Text">What it is, without the group's name.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record SinkGroupFinding(ProblemSeverity Severity, string? Key, string Text, string Remedy);
