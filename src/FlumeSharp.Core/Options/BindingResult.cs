using FlumeSharp.Configuration;

namespace FlumeSharp.Options;

/// <summary>What came of binding.</summary>
/// <param name="Options">The options, or <see langword="null"/> when there is an error among the problems.</param>
/// <param name="Problems">Everything that was wrong or doubtful.</param>
public sealed record BindingResult(object? Options, IReadOnlyList<ConfigurationProblem> Problems);
