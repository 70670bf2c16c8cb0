using System.Globalization;
using System.Text;

namespace FlumeSharp.Configuration;

/// <summary>The two notions of white space that Flume inherits from Java, and safe printing of text from a file.</summary>
internal static class JavaText
{
    private const int PrintableLength = 400;

    /// <summary>The characters of <c>\s</c> in a Java regular expression.</summary>
    private static readonly char[] _regexWhiteSpace = [' ', '\t', '\n', '\v', '\f', '\r'];

    /// <summary><c>String.trim</c>: removes every character up to U+0020 at both ends, and so not the no-break space.</summary>
    public static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && text[start] <= ' ')
            start++;
        while (end > start && text[end - 1] <= ' ')
            end--;
        return text[start..end];
    }

    /// <summary>The distinct names of a list separated by white space, in written order. Commas do not separate.</summary>
    public static List<string> SplitNames(string? list) => Distinct(list?.Split(_regexWhiteSpace, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The same for the list of sink groups, which Flume separates at spaces alone: a tab is part of a name.</summary>
    public static List<string> SplitAtSpaces(string? list) => Distinct(list?.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Text from a file made fit for one line of a log: control characters shown as escapes, overlong text cut.</summary>
    public static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                printable.Append(c);
        }

        return printable.ToString();
    }

    /// <summary>A name in single quotes, cut when it is far too long to be one.</summary>
    public static string Quote(string name)
        => name.Length <= PrintableLength ? $"'{name}'" : $"'{name.AsSpan(0, PrintableLength)}…'";

    private static List<string> Distinct(string[]? names) => (names ?? []).Distinct(StringComparer.Ordinal).ToList();
}
