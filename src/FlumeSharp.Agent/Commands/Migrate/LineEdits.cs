using System.Text;
using FlumeSharp.Agent.Commands.Syntax;

namespace FlumeSharp.Agent.Commands.Migrate;

/// <summary>Changes of single lines of a file; all other lines stay as they are, to the byte.</summary>
internal sealed class LineEdits(PropertiesSyntax file)
{
    private const int Context = 3;

    private readonly SortedDictionary<int, List<string>> _replaced = [];

    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => _replaced.Count == 0;

    /// <summary>Gives an entry another key, and perhaps another value.</summary>
    public void Rename(SyntaxItem entry, string newKey, string? newValue)
    {
        var line = Line(entry.Line);
        var indent = entry.Indents[0];
        if (newValue is not null && entry.Lines.Count == 1)
        {
            line = line[..(indent + entry.ValueStart)] + newValue;
        }

        Set(entry.Line, line[..indent] + newKey + line[(indent + entry.RawKey.Length)..]);
    }

    /// <summary>Makes an entry a comment.</summary>
    public void CommentOut(SyntaxItem entry, string why)
    {
        Set(entry.Line, $"# {why}", "# " + Line(entry.Line));
        for (var i = 1; i < entry.Lines.Count; i++)
        {
            Set(entry.Line + i, "# " + Line(entry.Line + i));
        }
    }

    /// <summary>Replaces a text in all lines of an entry.</summary>
    public void Replace(SyntaxItem entry, string old, string now)
    {
        for (var i = 0; i < entry.Lines.Count; i++)
        {
            var line = Line(entry.Line + i);
            if (line.Contains(old, StringComparison.Ordinal))
            {
                Set(entry.Line + i, line.Replace(old, now, StringComparison.Ordinal));
            }
        }
    }

    /// <summary>The text with the changes.</summary>
    public string Apply()
    {
        var text = new StringBuilder();
        for (var number = 1; number <= file.Lines.Count; number++)
        {
            var (lines, end) = (_replaced.GetValueOrDefault(number) ?? [file.Lines[number - 1]], file.LineEnds[number - 1]);
            text.AppendJoin(end.Length > 0 ? end : file.NewLine, lines).Append(end);
        }

        return text.ToString();
    }

    /// <summary>The changes as <c>diff -u</c> shows them.</summary>
    public string Diff(string name)
    {
        var text = new StringBuilder($"--- {name}\n+++ {name}\n");
        var changed = _replaced.Keys.ToList();
        var shift = 0;
        for (var i = 0; i < changed.Count;)
        {
            var last = i;
            while (last + 1 < changed.Count && changed[last + 1] - changed[last] <= 2 * Context)
            {
                last++;
            }

            var from = Math.Max(1, changed[i] - Context);
            var to = Math.Min(file.Lines.Count, changed[last] + Context);
            var hunk = new StringBuilder();
            var added = AppendHunk(hunk, from, to);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"@@ -{from},{to - from + 1} +{from + shift},{to - from + 1 + added} @@\n").Append(hunk);
            shift += added;
            i = last + 1;
        }

        return text.ToString();
    }

    // Neighbouring changes stand together, all old lines before all new ones.
    private int AppendHunk(StringBuilder hunk, int from, int to)
    {
        var added = 0;
        var now = new StringBuilder();
        for (var number = from; number <= to; number++)
        {
            if (_replaced.TryGetValue(number, out var lines))
            {
                hunk.Append('-').Append(file.Lines[number - 1]).Append('\n');
                lines.ForEach(line => now.Append('+').Append(line).Append('\n'));
                added += lines.Count - 1;
            }
            else
            {
                hunk.Append(now).Append(' ').Append(file.Lines[number - 1]).Append('\n');
                now.Clear();
            }
        }

        hunk.Append(now);
        return added;
    }

    // What an earlier change made of the line; a comment that it put above stays above.
    private string Line(int number) => _replaced.TryGetValue(number, out var lines) ? lines[^1] : file.Lines[number - 1];

    private void Set(int number, params List<string> lines)
    {
        if (_replaced.TryGetValue(number, out var earlier))
        {
            lines.InsertRange(0, earlier.SkipLast(1));
        }

        _replaced[number] = lines;
    }
}
