using System.Text;
using FlumeSharp.Agent.Commands.Syntax;

namespace FlumeSharp.Agent.Commands.Format;

/// <summary>
/// Lays a configuration out in one way: <c>key = value</c>, continued lines indented by four, no blanks at line ends, one blank line
/// at most between entries, a line end at the end. Nothing is moved, and nothing changes its meaning.
/// </summary>
internal static class PropertiesFormatter
{
    private const string Indent = "    ";

    private static readonly string[] Lists = ["sources", "channels", "sinks", "sinkgroups", "configfilters"];

    /// <summary>The text in its one layout; each line keeps its own end, and a last line without one gets that of the first.</summary>
    public static string Format(PropertiesSyntax file)
    {
        var lines = new List<(string Text, string End)>();
        foreach (var item in file.Items)
        {
            switch (item.Kind)
            {
                case SyntaxKind.Blank when lines.Count > 0 && lines[^1].Text.Length > 0:
                    lines.Add(("", EndOf(file, item.Line)));
                    break;
                case SyntaxKind.Comment:
                    lines.Add((item.Text, EndOf(file, item.Line)));
                    break;
                case SyntaxKind.Entry:
                    lines.AddRange(FormatEntry(file, item, MayTrim(file, item)));
                    break;
            }
        }

        while (lines.Count > 0 && lines[^1].Text.Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        // A lone backslash at the very end makes an entry without key and value, unless a CRLF follows it. A reference could name even that.
        if (file.Items is [.., { Kind: SyntaxKind.Blank, Text: "\\" } last] && !file.EndsInCrLf)
        {
            lines.Add(("\\", file.LineEnds[last.Line - 1]));
        }

        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            // What was between a CR and an LF may be gone; together they would be one end of a line.
            var isTorn = i > 0 && lines[i].Text.Length == 0 && lines[i - 1].End == "\r" && lines[i].End[0] == '\n';
            text.Append(lines[i].Text).Append(isTorn ? "\r" : lines[i].End);
            lines[i] = isTorn ? ("", "\r") : lines[i];
        }

        return text.ToString();
    }

    private static string EndOf(PropertiesSyntax file, int line) => file.LineEnds[line - 1] is { Length: > 0 } end ? end : file.NewLine;

    private static IEnumerable<(string Text, string End)> FormatEntry(PropertiesSyntax file, SyntaxItem entry, bool mayTrim)
    {
        // Lines of a lone backslash add nothing, and as the last one would leave a value hanging.
        var kept = Enumerable.Range(0, entry.Lines.Count).Where(i => i == 0 || entry.Lines[i].Length > 0).ToList();
        var pieces = kept.ConvertAll(i => entry.Lines[i]);
        if (mayTrim)
        {
            pieces[^1] = TrimEnd(pieces[^1]);
        }

        // Where the first line does not hold the whole key and its separator, the pieces stay as they are.
        if (entry.ValueStart <= pieces[0].Length || pieces.Count == 1)
        {
            var value = pieces[0][Math.Min(entry.ValueStart, pieces[0].Length)..];
            var head = entry.RawKey.Length == 0 ? "=" : $"{entry.RawKey} =";
            pieces[0] = value.Length > 0 || pieces.Count > 1 ? $"{head} {value}" : head;
        }

        return pieces.Select((piece, i) => ((i == 0 ? "" : Indent) + piece + (i < pieces.Count - 1 ? "\\" : ""), EndOf(file, entry.Line + kept[i])));
    }

    // Blanks at the end of a value are cut off by the agent, but for a value that another one takes in by a reference.
    private static bool MayTrim(PropertiesSyntax file, SyntaxItem entry) =>
        entry.Key.Split('.', 3) is [_, var list, ..] && Array.IndexOf(Lists, list.Trim()) >= 0
        && !file.Entries.Any(other => other.Value.Contains("${", StringComparison.Ordinal) && other.Value.Contains(entry.Key.Trim(), StringComparison.Ordinal));

    // A blank that a backslash protects stays.
    private static string TrimEnd(string piece)
    {
        var end = piece.TrimEnd(' ', '\t', '\f').Length;
        var backslashes = end - piece.AsSpan(0, end).TrimEnd('\\').Length;
        return end < piece.Length && backslashes % 2 != 0 ? piece[..(end + 1)] : piece[..end];
    }
}
