using System.Globalization;
using System.Text;

namespace FlumeSharp.Agent.Commands.Syntax;

/// <summary>One piece of a properties file with its text as written: a blank line, a comment, or an entry with its continuation lines.</summary>
internal sealed class SyntaxItem
{
    private readonly int _keyLength;

    /// <param name="kind">What it is.</param>
    /// <param name="line">Its first line, counted from 1.</param>
    /// <param name="lines">Its lines without their ends; those of an entry without leading blanks and without the backslash that continues them.</param>
    /// <param name="indents">How many blanks stood before each of them.</param>
    public SyntaxItem(SyntaxKind kind, int line, IReadOnlyList<string> lines, IReadOnlyList<int> indents)
    {
        (Kind, Line, Lines, Indents) = (kind, line, lines, indents);
        Text = lines.Count == 1 ? lines[0] : string.Concat(lines);
        if (kind != SyntaxKind.Entry)
        {
            return;
        }

        // The rules of java.util.Properties: the key ends at the first '=', ':' or blank that no backslash protects.
        while (_keyLength < Text.Length && Text[_keyLength] is not ('=' or ':' or ' ' or '\t' or '\f'))
        {
            _keyLength += Text[_keyLength] == '\\' ? 2 : 1;
        }

        _keyLength = Math.Min(_keyLength, Text.Length);
        ValueStart = SkipBlanks(_keyLength);
        if (ValueStart < Text.Length && Text[ValueStart] is '=' or ':')
        {
            ValueStart = SkipBlanks(ValueStart + 1);
        }

        Key = Unescape(RawKey);
        Value = Unescape(RawValue);
    }

    /// <summary>What it is.</summary>
    public SyntaxKind Kind { get; }

    /// <summary>Its first line, counted from 1.</summary>
    public int Line { get; }

    /// <summary>Its lines; see the constructor.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>How many blanks stood before each of them.</summary>
    public IReadOnlyList<int> Indents { get; }

    /// <summary>The lines joined.</summary>
    public string Text { get; }

    /// <summary>The key as written, escapes and all.</summary>
    public string RawKey => Text[.._keyLength];

    /// <summary>The value as written, escapes and all, the blanks at its end included.</summary>
    public string RawValue => Text[ValueStart..];

    /// <summary>The key with its escapes resolved.</summary>
    public string Key { get; } = "";

    /// <summary>The value with its escapes resolved.</summary>
    public string Value { get; } = "";

    /// <summary>Where the value begins in <see cref="Text"/>.</summary>
    public int ValueStart { get; }

    /// <summary>Where a stretch of <see cref="Text"/> stands in the file; a stretch ends with its line.</summary>
    public SyntaxPlace PlaceOf(int start, int length)
    {
        var piece = 0;
        while (piece < Lines.Count - 1 && start >= Lines[piece].Length)
        {
            start -= Lines[piece++].Length;
        }

        return new(Line + piece, Indents[piece] + start + 1, Math.Max(1, Math.Min(length, Lines[piece].Length - start)));
    }

    private int SkipBlanks(int from)
    {
        while (from < Text.Length && Text[from] is ' ' or '\t' or '\f')
        {
            from++;
        }

        return from;
    }

    // A malformed escape stays as it is: the reader has refused the file already.
    private static string Unescape(string raw)
    {
        if (!raw.Contains('\\', StringComparison.Ordinal))
        {
            return raw;
        }

        var plain = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 == raw.Length)
            {
                plain.Append(raw[i]);
            }
            else if (raw[++i] == 'u' && i + 4 < raw.Length && ushort.TryParse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 4;
            }
            else
            {
                plain.Append(raw[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
            }
        }

        return plain.ToString();
    }
}
