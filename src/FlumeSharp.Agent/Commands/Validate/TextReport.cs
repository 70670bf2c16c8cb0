using System.Globalization;
using System.Text;

namespace FlumeSharp.Agent.Commands.Validate;

/// <summary>Problems as compilers write them, so that people and editors find the place: a line each, the source below it, and a summary.</summary>
internal static class TextReport
{
    private const int WidestExcerpt = 160;

    public static void Write(CheckResult check, TextWriter output)
    {
        foreach (var plugin in check.BrokenPlugins)
        {
            output.WriteLine($"{plugin.Folder}: error: {plugin.Problem}");
        }

        foreach (var finding in check.Findings)
        {
            output.WriteLine($"{PlaceOf(finding)}: {finding.Severity} {finding.Problem.Code}: {finding.Problem with { Location = null }}");
            WriteExcerpt(finding, output);
        }

        output.WriteLine($"{Count(check.Errors, "error")}, {Count(check.Warnings, "warning")} in {Count(check.Files.Count, "file")}; "
            + (check.Agents.Count == 0 ? "no agent." : $"agent{(check.Agents.Count == 1 ? "" : "s")} {string.Join(", ", check.Agents)}.")
            + (check is { Errors: 0, IsGood: false } ? " Warnings count as errors here (--strict)." : ""));
    }

    // file:line:column, or as much of it as there is.
    private static string PlaceOf(Finding finding) => finding.Place switch
    {
        { Line: 0 } => finding.File,
        { Column: 0, Line: var line } => string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{line}"),
        var place => string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{place.Line}:{place.Column}"),
    };

    private static void WriteExcerpt(Finding finding, TextWriter output)
    {
        if (finding.Excerpt is not { } line)
        {
            return;
        }

        // Of a very long line the part around the place is shown.
        var place = finding.Place;
        var from = place.Column + place.Length <= WidestExcerpt ? 0 : Math.Max(0, place.Column - 1 - (WidestExcerpt / 4));
        var shown = line.Substring(from, Math.Min(WidestExcerpt, line.Length - from));
        var before = shown[..Math.Min(shown.Length, place.Column - 1 - from)];
        var marked = shown.Substring(before.Length, Math.Min(place.Length, shown.Length - before.Length));
        var number = place.Line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
        var cut = from > 0 ? "…" : "";
        output.WriteLine($"{number} | {cut}{Plain(shown)}");
        output.WriteLine($"      | {new string(' ', cut.Length + TerminalWidth.Of(Plain(before)))}{new string('^', Math.Max(1, TerminalWidth.Of(Plain(marked))))}");
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text);
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = char.IsControl(plain[i]) || plain[i] is '\u2028' or '\u2029' ? ' ' : plain[i];
        }

        return plain.ToString();
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
