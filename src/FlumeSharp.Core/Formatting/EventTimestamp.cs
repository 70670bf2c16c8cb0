using System.Globalization;

namespace FlumeSharp.Formatting;

/// <summary>Reads the <c>timestamp</c> header: milliseconds since 1970 as Flume writes them, or ISO 8601, which Flume never reads.</summary>
public static class EventTimestamp
{
    /// <summary>The header's name.</summary>
    public const string Header = "timestamp";

    private const int LongestFraction = 9;

    /// <summary>
    /// Reads milliseconds (an optional sign and digits, nothing else) or <c>2024-01-15T14:30[:00[.000]][Z|±hh[:mm]]</c>; without an
    /// offset the time is UTC.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long milliseconds) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out milliseconds) || TryParseIso(text, out milliseconds);

    private static bool TryParseIso(ReadOnlySpan<char> text, out long milliseconds)
    {
        milliseconds = 0;
        if (!TryDigits(ref text, 4, out var year) || !TryChar(ref text, '-') || !TryDigits(ref text, 2, out var month) || !TryChar(ref text, '-')
            || !TryDigits(ref text, 2, out var day) || !(TryChar(ref text, 'T') || TryChar(ref text, 't') || TryChar(ref text, ' '))
            || !TryDigits(ref text, 2, out var hour) || !TryChar(ref text, ':') || !TryDigits(ref text, 2, out var minute))
        {
            return false;
        }

        var second = 0;
        long fraction = 0;
        if (TryChar(ref text, ':')
            && (!TryDigits(ref text, 2, out second) || ((TryChar(ref text, '.') || TryChar(ref text, ',')) && !TryFraction(ref text, out fraction))))
        {
            return false;
        }

        if (!TryOffset(text, out var offset) || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks;
        milliseconds = (ticks / TimeSpan.TicksPerMillisecond) + fraction - (offset * 60_000L);
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text.IsEmpty || text is "Z" or "z")
        {
            return true;
        }

        var sign = text[0] switch { '+' => 1, '-' => -1, _ => 0 };
        text = text[1..];
        var rest = 0;
        if (sign == 0 || !TryDigits(ref text, 2, out var hours)
            || (!text.IsEmpty && ((TryChar(ref text, ':') && text.IsEmpty) || !TryDigits(ref text, 2, out rest) || !text.IsEmpty)))
        {
            return false;
        }

        minutes = sign * ((hours * 60) + rest);
        return hours <= 18 && rest <= 59;
    }

    // The digits after the decimal point as whole milliseconds, the rest cut off.
    private static bool TryFraction(ref ReadOnlySpan<char> text, out long milliseconds)
    {
        milliseconds = 0;
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
        {
            milliseconds = count < 3 ? (milliseconds * 10) + (text[count] - '0') : milliseconds;
            count++;
        }

        for (var i = count; i < 3; i++)
        {
            milliseconds *= 10;
        }

        text = text[count..];
        return count is > 0 and <= LongestFraction;
    }

    private static bool TryDigits(ref ReadOnlySpan<char> text, int count, out int value)
    {
        value = 0;
        if (text.Length < count)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return false;
            }

            value = (value * 10) + (text[i] - '0');
        }

        text = text[count..];
        return true;
    }

    private static bool TryChar(ref ReadOnlySpan<char> text, char wanted)
    {
        if (text.IsEmpty || text[0] != wanted)
        {
            return false;
        }

        text = text[1..];
        return true;
    }
}
