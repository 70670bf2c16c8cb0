using System.Globalization;
using System.Text;

namespace FlumeSharp.Agent.Commands.Migrate;

/// <summary>Changes as <c>diff -u</c> shows them, so that <c>patch</c> can apply them: to its eyes lines end at LF alone, a CR before it belongs to the line, and a last line may have no end.</summary>
internal static class LineDiff
{
    private const int Context = 3;

    /// <summary>The hunks, without the names above them.</summary>
    /// <param name="edits">The changes.</param>
    /// <param name="mark">The byte order mark, which belongs to the first line; empty where there is none.</param>
    public static string Hunks(LineEdits edits, string mark)
    {
        var lines = JoinToLineFeeds(edits.Lines, mark);
        var changed = Enumerable.Range(0, lines.Count).Where(i => lines[i].Old != lines[i].Now).ToList();
        var text = new StringBuilder();
        var shift = 0;
        for (var i = 0; i < changed.Count;)
        {
            var last = i;
            while (last + 1 < changed.Count && changed[last + 1] - changed[last] <= 2 * Context)
            {
                last++;
            }

            var from = Math.Max(0, changed[i] - Context);
            var to = Math.Min(lines.Count - 1, changed[last] + Context);
            var hunk = new StringBuilder();
            var added = AppendHunk(hunk, lines.GetRange(from, to - from + 1));
            text.Append(CultureInfo.InvariantCulture, $"@@ -{from + 1},{to - from + 1} +{from + 1 + shift},{to - from + 1 + added} @@\n").Append(hunk);
            shift += added;
            i = last + 1;
        }

        return text.ToString();
    }

    // Neighbouring changes stand together, all old lines before all new ones.
    private static int AppendHunk(StringBuilder hunk, List<(string Old, string Now)> lines)
    {
        var added = 0;
        var now = new StringBuilder();
        foreach (var (old, changed) in lines)
        {
            if (old == changed)
            {
                hunk.Append(now);
                now.Clear();
                AppendLine(hunk, ' ', old);
            }
            else
            {
                var pieces = LinesOf(changed);
                AppendLine(hunk, '-', old);
                pieces.ForEach(piece => AppendLine(now, '+', piece));
                added += pieces.Count - 1;
            }
        }

        hunk.Append(now);
        return added;
    }

    private static void AppendLine(StringBuilder text, char sign, string line) =>
        text.Append(sign).Append(line).Append(line.EndsWith('\n') ? "" : "\n\\ No newline at end of file\n");

    // A line that ends at a lone CR goes on, for diff, to the next LF.
    private static List<(string Old, string Now)> JoinToLineFeeds(IEnumerable<(string Old, string Now)> lines, string mark)
    {
        var joined = new List<(string Old, string Now)>();
        var isOpen = false;
        foreach (var (old, now) in lines)
        {
            if (joined.Count == 0)
            {
                joined.Add((mark + old, mark + now));
            }
            else if (isOpen)
            {
                joined[^1] = (joined[^1].Old + old, joined[^1].Now + now);
            }
            else
            {
                joined.Add((old, now));
            }

            isOpen = !old.EndsWith('\n');
        }

        return joined;
    }

    private static List<string> LinesOf(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var at ? at + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
