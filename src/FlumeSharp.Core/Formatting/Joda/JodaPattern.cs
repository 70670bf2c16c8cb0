using System.Text;

namespace FlumeSharp.Formatting;

/// <summary>
/// A pattern of Joda-Time's DateTimeFormat, for reading: letters are fields, what stands in single quotes or is no letter is text that
/// must be there. Names are English.
/// </summary>
/// <remarks>
/// As in Joda-Time a text without a date is of 1 January 1970, a day without a year of 2000, and a time without a zone of the local one.
/// </remarks>
public sealed class JodaPattern
{
    private readonly List<JodaElement> _elements = [];

    private JodaPattern(string pattern)
    {
        for (var at = 0; at < pattern.Length;)
        {
            var token = NextToken(pattern, ref at);
            var isNumberNext = at < pattern.Length && IsNumber(NextToken(pattern, at));
            _elements.Add(ElementOf(token, isNumberNext));
        }
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FlumeException">It has a letter that means nothing, or what cannot be read.</exception>
    public static JodaPattern Parse(string pattern) => new(pattern);

    /// <summary>What is wrong with a pattern, or <see langword="null"/>.</summary>
    public static string? ProblemWith(string pattern)
    {
        try
        {
            _ = Parse(pattern);
            return null;
        }
        catch (FlumeException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>The point in time that a text names, in milliseconds since 1970.</summary>
    /// <param name="text">The text; all of it must be read.</param>
    /// <param name="time">The local zone, and the century of years of two digits.</param>
    /// <exception cref="FormatException">The text is none of the pattern, or no time there is.</exception>
    public long ToMilliseconds(string text, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(time);
        var reading = new JodaReading(time);
        var at = 0;
        foreach (var element in _elements)
        {
            at = element.Read(text, at, reading);
            if (at < 0)
            {
                throw Malformed(text, ~at);
            }
        }

        return at == text.Length ? reading.ToMilliseconds(text) : throw Malformed(text, at);
    }

    private static FormatException Malformed(string text, int at) => new(
        at >= text.Length ? $"Invalid format: \"{text}\" is too short" : $"Invalid format: \"{text}\" is malformed at \"{text[at..]}\"");

    private static bool IsNumber(string token) => token[0] is 'C' or 'x' or 'y' or 'Y' or 'd' or 'h' or 'H' or 'm' or 's' or 'S' or 'e' or 'D' or 'w' or 'k' or 'K'
        || (token[0] == 'M' && token.Length <= 2);

    private static string NextToken(string pattern, int at) => NextToken(pattern, ref at);

    // A run of one letter, or a quote and the text up to the next letter outside of quotes.
    private static string NextToken(string pattern, ref int at)
    {
        var start = at;
        if (char.IsAsciiLetter(pattern[at]))
        {
            while (at < pattern.Length && pattern[at] == pattern[start])
            {
                at++;
            }

            return pattern[start..at];
        }

        var text = new StringBuilder("'");
        var isQuoted = false;
        for (; at < pattern.Length && (isQuoted || !char.IsAsciiLetter(pattern[at])); at++)
        {
            if (pattern[at] != '\'')
            {
                text.Append(pattern[at]);
            }
            else if (at + 1 < pattern.Length && pattern[at + 1] == '\'')
            {
                text.Append('\'');
                at++;
            }
            else
            {
                isQuoted = !isQuoted;
            }
        }

        return text.ToString();
    }

    private static JodaElement ElementOf(string token, bool isNumberNext)
    {
        var count = token.Length;
        return token[0] switch
        {
            '\'' => new JodaLiteral(token[1..]),
            'G' => JodaText.Eras,
            'C' => new JodaNumber(JodaField.CenturyOfEra, count, isSigned: true),
            'y' or 'x' or 'Y' when count == 2 => new JodaTwoDigitYear(token[0] == 'x' ? JodaField.Weekyear : JodaField.Year, !isNumberNext),
            'y' => new JodaNumber(JodaField.Year, isNumberNext ? count : 9, isSigned: true),
            'x' => new JodaNumber(JodaField.Weekyear, isNumberNext ? count : 9, isSigned: true),
            'Y' => new JodaNumber(JodaField.YearOfEra, isNumberNext ? count : 9),
            'M' when count >= 3 => JodaText.Months,
            'M' => new JodaNumber(JodaField.MonthOfYear, 2),
            'd' => new JodaNumber(JodaField.DayOfMonth, 2),
            'D' => new JodaNumber(JodaField.DayOfYear, 3),
            'E' => JodaText.Days,
            'e' => new JodaNumber(JodaField.DayOfWeek, 1),
            'w' => new JodaNumber(JodaField.WeekOfWeekyear, 2),
            'a' => JodaText.Halfdays,
            'H' => new JodaNumber(JodaField.HourOfDay, 2),
            'k' => new JodaNumber(JodaField.ClockhourOfDay, 2),
            'K' => new JodaNumber(JodaField.HourOfHalfday, 2),
            'h' => new JodaNumber(JodaField.ClockhourOfHalfday, 2),
            'm' => new JodaNumber(JodaField.MinuteOfHour, 2),
            's' => new JodaNumber(JodaField.SecondOfMinute, 2),
            'S' => new JodaFraction(count),
            'Z' when count < 3 => new JodaOffset(),
            'Z' => new JodaZone(isId: true),
            'z' when count < 4 => new JodaZone(isId: false),
            'z' => throw new FlumeException($"the long name of a zone ('{token}') can be written but not read; use 'ZZZ' for its id or 'z' for its short name"),
            _ => throw new FlumeException($"Illegal pattern component: {token}"),
        };
    }
}
