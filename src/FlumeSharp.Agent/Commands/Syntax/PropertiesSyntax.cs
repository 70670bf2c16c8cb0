using System.Text;
using System.Text.Unicode;
using FlumeSharp.Configuration;

namespace FlumeSharp.Agent.Commands.Syntax;

/// <summary>
/// A properties file with everything in it, comments and layout included: what the reader of the configuration forgets, and what commands
/// need that point into a file or rewrite it.
/// </summary>
internal sealed class PropertiesSyntax
{
    private readonly Dictionary<int, SyntaxItem> _entryByLine;

    private PropertiesSyntax(IReadOnlyList<string> lines, IReadOnlyList<string> lineEnds, IReadOnlyList<SyntaxItem> items)
    {
        (Lines, LineEnds, Items) = (lines, lineEnds, items);
        NewLine = lineEnds is [{ Length: > 0 } first, ..] ? first : "\n";
        _entryByLine = items.Where(static item => item.Kind == SyntaxKind.Entry).ToDictionary(static item => item.Line);
    }

    /// <summary>How the first line of the file ends.</summary>
    public string NewLine { get; }

    /// <summary>Whether the end of the last line is CRLF.</summary>
    public bool EndsInCrLf => LineEnds is [.., "\r\n"];

    /// <summary>The lines as they are, without their ends.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>How each of them ends; the last one perhaps with nothing.</summary>
    public IReadOnlyList<string> LineEnds { get; }

    /// <summary>Everything in the file, in order.</summary>
    public IReadOnlyList<SyntaxItem> Items { get; }

    /// <summary>The entries in order.</summary>
    public IEnumerable<SyntaxItem> Entries => Items.Where(static item => item.Kind == SyntaxKind.Entry);

    /// <summary>The entry that begins on a line.</summary>
    public SyntaxItem? EntryAt(int line) => _entryByLine.GetValueOrDefault(line);

    /// <summary>The bytes of a file as text, by the rules of <see cref="PropertiesReader"/>.</summary>
    /// <returns>The text without a byte order mark, and the encoding that writes it back.</returns>
    public static (string Text, Encoding Encoding) Decode(ReadOnlySpan<byte> bytes, PropertiesEncoding encoding)
    {
        if (encoding == PropertiesEncoding.Latin1 || !Utf8.IsValid(bytes))
        {
            return (Encoding.Latin1.GetString(bytes), Encoding.Latin1);
        }

        var hasMark = bytes is [0xEF, 0xBB, 0xBF, ..];
        return (Encoding.UTF8.GetString(hasMark ? bytes[3..] : bytes), new UTF8Encoding(encoderShouldEmitUTF8Identifier: hasMark));
    }

    /// <summary>Takes a text apart.</summary>
    public static PropertiesSyntax Parse(string text)
    {
        var (lines, ends) = SplitLines(text);
        var items = new List<SyntaxItem>();
        for (var i = 0; i < lines.Count;)
        {
            items.Add(ReadItem(lines, ref i));
        }

        return new(lines, ends, items);
    }

    private static SyntaxItem ReadItem(List<string> lines, ref int next)
    {
        var first = next;
        var trimmed = lines[next].TrimStart(Blanks);
        if (trimmed.Length == 0 || trimmed[0] is '#' or '!' || trimmed == "\\")
        {
            // A backslash alone continues nothing: what follows it begins anew.
            next++;
            var kind = trimmed.Length > 0 && trimmed[0] != '\\' ? SyntaxKind.Comment : SyntaxKind.Blank;
            return new(kind, first + 1, [trimmed.TrimEnd(Blanks)], [0]);
        }

        List<string> pieces = [];
        List<int> indents = [];
        var isContinued = true;
        while (isContinued && next < lines.Count)
        {
            var line = lines[next];
            var piece = line.TrimStart(Blanks);
            if (piece.Length == 0)
            {
                // A blank line ends the entry; it stays as an item of its own.
                break;
            }

            next++;
            isContinued = (piece.Length - piece.TrimEnd('\\').Length) % 2 != 0;
            pieces.Add(isContinued ? piece[..^1] : piece);
            indents.Add(line.Length - piece.Length);
        }

        return new(SyntaxKind.Entry, first + 1, pieces, indents);
    }

    // Lines end at LF, CR or CRLF.
    private static (List<string> Lines, List<string> Ends) SplitLines(string text)
    {
        var (lines, ends) = (new List<string>(), new List<string>());
        var start = 0;
        while (start < text.Length)
        {
            var end = text.AsSpan(start).IndexOfAny('\n', '\r');
            if (end < 0)
            {
                lines.Add(text[start..]);
                ends.Add("");
                break;
            }

            end += start;
            var length = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1;
            lines.Add(text[start..end]);
            ends.Add(text.Substring(end, length));
            start = end + length;
        }

        return (lines, ends);
    }

    private static char[] Blanks { get; } = [' ', '\t', '\f'];
}
