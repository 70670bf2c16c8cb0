using FlumeSharp.Agent.Commands.Syntax;

namespace FlumeSharp.Agent.Commands.Migrate;

/// <summary>Changes of single lines of a file; all other lines stay as they are, to the byte.</summary>
internal sealed class LineEdits(PropertiesSyntax file)
{
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
    public string Apply() => string.Concat(Lines.Select(static line => line.Now));

    /// <summary>Each line with its end, as it was and as it is; of one line may have become several.</summary>
    public IEnumerable<(string Old, string Now)> Lines
    {
        get
        {
            for (var number = 1; number <= file.Lines.Count; number++)
            {
                var (line, end) = (file.Lines[number - 1], file.LineEnds[number - 1]);
                yield return (line + end, _replaced.TryGetValue(number, out var lines) ? string.Join(end.Length > 0 ? end : file.NewLine, lines) + end : line + end);
            }
        }
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
