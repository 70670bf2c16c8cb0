using System.Text.RegularExpressions;
using FlumeSharp.Agent.Commands.Syntax;
using FlumeSharp.Configuration;
using FlumeSharp.Options;

namespace FlumeSharp.Agent.Commands.Validate;

/// <summary>Finds the characters a problem speaks of: the word it quotes where the line has that word, else the key or the value.</summary>
internal sealed partial class FindingPlaces(SourceTexts texts)
{
    // Problems of a key; all others are about a value, where they have a line at all.
    private static readonly HashSet<string> OfKeys =
        ["FS1003", "FS1004", "FS1005", "FS1006", "FS1007", "FS1008", "FS1031", "FS1050", OptionProblems.UnknownKey, OptionProblems.DeprecatedKey, OptionProblems.IgnoredKey];

    /// <summary>The problem with its place.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="file">The file it counts for when it names none.</param>
    public Finding Locate(ConfigurationProblem problem, string file)
    {
        var location = problem.Location ?? new SourceLocation(file, 0);
        if (texts.Find(location) is not { } entry)
        {
            return new(problem, location.File, new(Math.Max(0, location.Line), 0, 0), null);
        }

        var (start, length) = Stretch(problem, entry);
        var place = entry.PlaceOf(start, length);
        return Excerpt(problem, location.File, entry, place);
    }

    private static (int Start, int Length) Stretch(ConfigurationProblem problem, SyntaxItem entry)
    {
        var value = entry.RawValue.TrimEnd();
        var quoted = Quoted().Matches(problem.Message).Select(static match => match.Groups["text"].Value).Where(static text => text.Length > 0).ToList();
        if (OfKeys.Contains(problem.Code))
        {
            return InKey(entry.RawKey, quoted);
        }

        foreach (var word in quoted)
        {
            if (WordIn(value, word) is >= 0 and var at)
            {
                return (entry.ValueStart + at, word.Length);
            }
        }

        return value.Length > 0 ? (entry.ValueStart, value.Length) : (0, Math.Max(1, entry.RawKey.Length));
    }

    private static (int Start, int Length) InKey(string key, List<string> quoted)
    {
        if (quoted.Find(word => key.Length > word.Length && key.EndsWith("." + word, StringComparison.Ordinal)) is { } last)
        {
            return (key.Length - last.Length, last.Length);
        }

        // A component's name: its whole prefix is meant.
        if (quoted.Find(word => key.IndexOf($".{word}.", StringComparison.Ordinal) > 0) is { } component)
        {
            return (0, key.IndexOf($".{component}.", StringComparison.Ordinal) + 1 + component.Length);
        }

        return (0, Math.Max(1, key.Length));
    }

    private static int WordIn(string value, string word)
    {
        for (var at = value.IndexOf(word, StringComparison.Ordinal); at >= 0; at = value.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var isWord = (at == 0 || char.IsWhiteSpace(value[at - 1])) && (at + word.Length == value.Length || char.IsWhiteSpace(value[at + word.Length]));
            if (isWord || word.StartsWith("${", StringComparison.Ordinal))
            {
                return at;
            }
        }

        return -1;
    }

    private Finding Excerpt(ConfigurationProblem problem, string file, SyntaxItem entry, SyntaxPlace place)
    {
        var line = texts.Find(file)!.Lines[place.Line - 1];
        var valueAt = entry.PlaceOf(entry.ValueStart, 1);
        var shownFrom = valueAt.Line == place.Line ? valueAt.Column - 1 : valueAt.Line < place.Line ? 0 : line.Length;
        var shown = Secrets.Hide(entry.Key, line[shownFrom..]);
        if (string.Equals(shown, line[shownFrom..], StringComparison.Ordinal))
        {
            return new(problem, file, place, line);
        }

        // Behind a mask no single word can be pointed at.
        var isInValue = place.Column > shownFrom;
        return new(problem, file, isInValue ? place with { Column = shownFrom + 1, Length = shown.TrimEnd().Length } : place, line[..shownFrom] + shown);
    }

    [GeneratedRegex("'(?<text>[^']*)'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
