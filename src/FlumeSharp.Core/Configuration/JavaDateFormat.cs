using System.Globalization;
using System.Text;

namespace FlumeSharp.Configuration;

/// <summary>Formats a time by a <c>java.text.SimpleDateFormat</c> pattern with English names, weeks starting on Sunday.</summary>
internal static class JavaDateFormat
{
    private static readonly CultureInfo _names = CultureInfo.InvariantCulture;

    /// <summary>The formatted time, or null when the pattern has a letter without meaning or an open quote.</summary>
    public static string? TryFormat(string pattern, DateTimeOffset time)
    {
        var output = new StringBuilder();
        for (var i = 0; i < pattern.Length;)
        {
            var c = pattern[i];
            if (c == '\'')
            {
                if (!TryQuoted(pattern, ref i, output))
                    return null;
            }
            else if (char.IsAsciiLetter(c))
            {
                var count = 1;
                while (i + count < pattern.Length && pattern[i + count] == c)
                    count++;
                if (Field(c, count, time) is not { } field)
                    return null;
                output.Append(field);
                i += count;
            }
            else
            {
                output.Append(c);
                i++;
            }
        }

        return output.ToString();
    }

    /// <summary>Text in single quotes; two of them stand for one, inside quotes and outside.</summary>
    private static bool TryQuoted(string pattern, ref int i, StringBuilder output)
    {
        if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
        {
            output.Append('\'');
            i += 2;
            return true;
        }

        for (i++; i < pattern.Length; i++)
        {
            if (pattern[i] != '\'')
            {
                output.Append(pattern[i]);
            }
            else if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
            {
                output.Append('\'');
                i++;
            }
            else
            {
                i++;
                return true;
            }
        }

        return false;
    }

    private static string? Field(char letter, int count, DateTimeOffset time) => letter switch
    {
        'G' => "AD",
        'y' => Year(time.Year, count),
        'Y' => Year(WeekYear(time), count),
        'M' or 'L' => Month(time, count),
        'w' => Number(WeekOfYear(time), count),
        'W' => Number(((time.Day - 1 + (int)FirstOfMonth(time).DayOfWeek) / 7) + 1, count),
        'D' => Number(time.DayOfYear, count),
        'd' => Number(time.Day, count),
        'F' => Number(((time.Day - 1) / 7) + 1, count),
        'E' => time.ToString(count >= 4 ? "dddd" : "ddd", _names),
        'u' => Number(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, count),
        'a' => time.Hour < 12 ? "AM" : "PM",
        'H' => Number(time.Hour, count),
        'k' => Number(time.Hour == 0 ? 24 : time.Hour, count),
        'K' => Number(time.Hour % 12, count),
        'h' => Number(time.Hour % 12 == 0 ? 12 : time.Hour % 12, count),
        'm' => Number(time.Minute, count),
        's' => Number(time.Second, count),
        'S' => Number(time.Millisecond, count),
        'z' => time.Offset == TimeSpan.Zero ? "UTC" : "GMT" + Offset(time, ":"),
        'Z' => Offset(time, ""),
        'X' => IsoOffset(time, count),
        _ => null,
    };

    private static string Number(int value, int digits) => value.ToString("D" + digits.ToString(_names), _names);

    private static string Year(int year, int count) => count == 2 ? Number(year % 100, 2) : Number(year, count);

    private static string Month(DateTimeOffset time, int count) => count switch
    {
        1 or 2 => Number(time.Month, count),
        3 => time.ToString("MMM", _names),
        _ => time.ToString("MMMM", _names),
    };

    private static string Offset(DateTimeOffset time, string separator)
    {
        var sign = time.Offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(_names, $"{sign}{time.Offset:hh}{separator}{time.Offset:mm}");
    }

    private static string? IsoOffset(DateTimeOffset time, int count) => (count, time.Offset == TimeSpan.Zero) switch
    {
        ( > 3, _) => null,
        (_, true) => "Z",
        (1, _) => Offset(time, "")[..3],
        (2, _) => Offset(time, ""),
        _ => Offset(time, ":"),
    };

    private static DateTime FirstOfMonth(DateTimeOffset time) => new(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>In the United States' weeks the one that holds 1 January is the first, though it begins in December.</summary>
    private static int WeekYear(DateTimeOffset time) => IsInNextYearsFirstWeek(time) ? time.Year + 1 : time.Year;

    private static int WeekOfYear(DateTimeOffset time)
        => IsInNextYearsFirstWeek(time) ? 1 : _names.Calendar.GetWeekOfYear(time.DateTime, CalendarWeekRule.FirstDay, DayOfWeek.Sunday);

    private static bool IsInNextYearsFirstWeek(DateTimeOffset time)
        => time.Month == 12 && time.Day + (6 - (int)time.DayOfWeek) > 31;
}
