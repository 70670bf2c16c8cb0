using FlumeSharp.Configuration;
using FlumeSharp.Registry;

namespace FlumeSharp.Agent.Commands.Validate;

/// <summary>What checking some files brought to light.</summary>
/// <param name="Files">The files.</param>
/// <param name="Agents">The agents that were looked at.</param>
/// <param name="Findings">Every problem, from the top of the files to their end.</param>
/// <param name="BrokenPlugins">Plug-ins that could not be loaded.</param>
internal sealed record CheckResult(IReadOnlyList<string> Files, IReadOnlyList<string> Agents, IReadOnlyList<Finding> Findings, IReadOnlyList<Plugin> BrokenPlugins)
{
    /// <summary>How many errors there are, those of plug-ins included.</summary>
    public int Errors => BrokenPlugins.Count + Findings.Count(static finding => finding.Problem.Severity == ProblemSeverity.Error);

    /// <summary>How many warnings there are.</summary>
    public int Warnings => Findings.Count(static finding => finding.Problem.Severity == ProblemSeverity.Warning);

    /// <summary>Whether warnings count as errors.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether there is nothing that counts as an error.</summary>
    public bool IsGood => Errors == 0 && !(IsStrict && Warnings > 0);

    /// <summary>Several checks as one.</summary>
    public static CheckResult Join(IReadOnlyList<CheckResult> checks) => checks is [var only] ? only : new(
        [.. checks.SelectMany(static check => check.Files)],
        [.. checks.SelectMany(static check => check.Agents).Distinct(StringComparer.Ordinal)],
        [.. checks.SelectMany(static check => check.Findings)],
        checks.Count > 0 ? checks[0].BrokenPlugins : [])
    {
        IsStrict = checks.Any(static check => check.IsStrict),
    };
}
