using System.Globalization;
using System.Text;
using FlumeSharp.Options;

namespace FlumeSharp.Configuration;

/// <summary>Lists of names as Flume splits them, and safe printing of text from a file.</summary>
internal static class JavaText
{
    private const int PrintableLength = 400;

    /// <summary>The distinct names of a list separated by white space, in written order. Commas do not separate.</summary>
    public static List<string> SplitNames(string? list) => Distinct(list is null ? [] : JavaConvert.SplitOnBlanks(list));

    /// <summary>The same for the list of sink groups, which Flume separates at spaces alone: a tab is part of a name.</summary>
    public static List<string> SplitAtSpaces(string? list) => Distinct(list?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);

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

    private static List<string> Distinct(string[] names) => names.Distinct(StringComparer.Ordinal).ToList();
}
