using System.Text;

namespace FlumeSharp.Configuration;

/// <summary>
/// Joins the natural lines of a properties text into logical lines as <c>java.util.Properties</c> does.
/// </summary>
/// <remarks>
/// Lines end at LF, CR or CRLF. Leading blanks, tabs and form feeds of every natural line are skipped. Blank lines, and lines whose first
/// character is <c>#</c> or <c>!</c>, are skipped where a logical line would begin. An odd number of backslashes at a line's end joins the
/// next line to it; a comment never continues, and a blank line ends a continuation.
/// </remarks>
internal ref struct LogicalLineReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly StringBuilder _logical = new();
    private int _position;
    private int _line;

    /// <summary>The logical line last read, escapes untouched.</summary>
    public string Line { get; private set; } = "";

    /// <summary>The natural line on which its first character stands, counted from 1.</summary>
    public int FirstLine { get; private set; }

    /// <summary>White space between keys, separators and values.</summary>
    public static bool IsBlank(char c) => c is ' ' or '\t' or '\f';

    /// <summary>Reads the next logical line; false at the end of the text.</summary>
    public bool Read()
    {
        _logical.Clear();
        FirstLine = 0;
        var continued = false;
        while (_position < _text.Length)
        {
            var natural = NextNaturalLine();
            if (natural.IsEmpty && _logical.Length > 0)
                return Finish();
            if (natural.IsEmpty || (_logical.Length == 0 && natural[0] is '#' or '!'))
            {
                continued = false;
                continue;
            }

            if (_logical.Length == 0)
                FirstLine = _line;
            continued = EndsInOddBackslashes(natural);
            _logical.Append(continued ? natural[..^1] : natural);
            if (!continued)
                return Finish();
        }

        // A backslash before the end of the text is dropped; alone on its line it still makes an entry, with an empty key, though not
        // before a CRLF: there Java notices the end only after it has looked for a further line.
        return (_logical.Length > 0 || (continued && !_text.EndsWith("\r\n"))) && Finish();
    }

    private bool Finish()
    {
        Line = _logical.ToString();
        return true;
    }

    private ReadOnlySpan<char> NextNaturalLine()
    {
        _line++;
        var rest = _text[_position..];
        var length = rest.IndexOfAny('\n', '\r');
        if (length < 0)
        {
            length = rest.Length;
            _position = _text.Length;
        }
        else
        {
            var isCrLf = rest[length] == '\r' && length + 1 < rest.Length && rest[length + 1] == '\n';
            _position += length + (isCrLf ? 2 : 1);
        }

        return rest[..length].TrimStart(" \t\f");
    }

    private static bool EndsInOddBackslashes(ReadOnlySpan<char> line) => (line.Length - line.TrimEnd('\\').Length) % 2 != 0;
}
