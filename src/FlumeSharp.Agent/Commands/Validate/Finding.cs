using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands.Validate;

/// <summary>A problem with the exact characters it speaks of.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="File">The file.</param>
/// <param name="Place">The characters; line 0 where the file as a whole is meant, column 0 where the line cannot be shown.</param>
/// <param name="Excerpt">The line as it may be shown; null where there is none.</param>
internal sealed record Finding(ConfigurationProblem Problem, string File, SyntaxPlace Place, string? Excerpt)
{
    /// <summary>The severity as it is written: <c>error</c>, <c>warning</c> or <c>info</c>.</summary>
    public string Severity => Problem.Severity.ToString().ToLowerInvariant();
}
