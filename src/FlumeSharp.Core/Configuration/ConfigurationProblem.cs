using System.Text;

namespace FlumeSharp.Configuration;

/// <summary>One mistake or oddity of a configuration, in words that say what to change. Never contains the value of a secret.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Code">A stable id such as <c>FS1004</c>, explained in <c>docs/reference/problems.md</c>.</param>
/// <param name="Message">What is wrong, without a full stop, place or remedy.</param>
/// <param name="Location">Where it stands.</param>
/// <param name="Component">The component's or agent's key prefix, such as <c>a1.sinks.k1</c> or <c>a1</c>.</param>
/// <param name="Remedy">What to do about it, as a half sentence that starts in lower case.</param>
/// <param name="Key">The exact key in the file, when one key is to blame.</param>
public sealed record ConfigurationProblem(
    ProblemSeverity Severity,
    string Code,
    string Message,
    SourceLocation? Location = null,
    string? Component = null,
    string? Remedy = null,
    string? Key = null)
{
    /// <summary>The errors Java Flume collects for the same mistake: compared with its recorded results, never shown.</summary>
    internal IReadOnlyList<FlumeError> FlumeErrors { get; init; } = [];

    /// <summary>The problem on one line: message, place in parentheses, remedy after a semicolon.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Message);
        if (Location is not null)
            text.Append(" (").Append(Location).Append(')');
        if (Remedy is not null)
            text.Append("; ").Append(Remedy);

        // Keys come from a file and may hold line ends; a problem must stay one line of the log.
        return JavaText.Printable(text.ToString());
    }
}
