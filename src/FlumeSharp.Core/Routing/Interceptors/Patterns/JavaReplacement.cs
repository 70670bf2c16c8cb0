using System.Text;
using System.Text.RegularExpressions;

namespace FlumeSharp.Routing.Interceptors.Patterns;

/// <summary>
/// A replacement in Java's syntax: <c>$1</c>, <c>${name}</c>, and a backslash that makes the next character stand for itself. A mistake
/// in it shows when it is first used, as in Java.
/// </summary>
internal sealed class JavaReplacement
{
    private readonly List<(string? Text, int Group)> _parts = [];
    public JavaReplacement(string java, JavaRegex pattern)
    {
        try
        {
            Parse(java, pattern);
        }
        catch (FlumeException problem)
        {
            Problem = problem.Message;
        }
    }

    /// <summary>The mistake in it.</summary>
    public string? Problem { get; }

    /// <summary>Appends what stands in the place of a match.</summary>
    /// <exception cref="FlumeException">The replacement is malformed, or names a group that the pattern does not have.</exception>
    public void AppendTo(StringBuilder output, Match match)
    {
        if (Problem is not null)
        {
            throw new FlumeException(Problem);
        }

        foreach (var (text, group) in _parts)
        {
            _ = text is not null ? output.Append(text) : output.Append(match.Groups[group].ValueSpan);
        }
    }

    private static bool IsDigit(string java, int at) => at < java.Length && char.IsAsciiDigit(java[at]);

    private void Parse(string java, JavaRegex pattern)
    {
        var literal = new StringBuilder();
        for (var at = 0; at < java.Length; at++)
        {
            if (java[at] == '\\')
            {
                at++;
                literal.Append(at < java.Length ? java[at] : throw new FlumeException($"the replacement '{java}' ends in a backslash; write two"));
            }
            else if (java[at] == '$')
            {
                AddText(literal);
                at = AddGroup(java, at + 1, pattern);
            }
            else
            {
                literal.Append(java[at]);
            }
        }

        AddText(literal);
    }

    // Answers the place of the reference's last character.
    private int AddGroup(string java, int at, JavaRegex pattern)
    {
        if (at < java.Length && java[at] == '{')
        {
            var end = java.IndexOf('}', at);
            var name = end < 0 ? java[(at + 1)..] : java[(at + 1)..end];
            _parts.Add((null, end > 0 && pattern.GroupNames.TryGetValue(name, out var named) ? named : throw new FlumeException($"No group with name {{{name}}} for the replacement '{java}'")));
            return end;
        }

        if (!IsDigit(java, at))
        {
            throw new FlumeException($"Illegal group reference in the replacement '{java}': '$' is followed by a number or a name in braces; write '\\$' for the character");
        }

        var group = java[at] - '0';
        if (group > pattern.GroupCount)
        {
            throw new FlumeException($"No group {group} for the replacement '{java}'");
        }

        // Further digits count only as long as there are that many groups.
        while (IsDigit(java, at + 1) && (group * 10) + java[at + 1] - '0' <= pattern.GroupCount)
        {
            group = (group * 10) + java[++at] - '0';
        }

        _parts.Add((null, group));
        return at;
    }

    private void AddText(StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            _parts.Add((literal.ToString(), 0));
            literal.Clear();
        }
    }
}
