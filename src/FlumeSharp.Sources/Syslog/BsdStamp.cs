namespace FlumeSharp.Sources.Syslog;

// The timestamp of RFC 3164: Oct 11 22:14:15, with one or two blanks before the day.
internal static class BsdStamp
{
    /// <summary>Its length at the beginning of a text; 0 where there is none.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        if (text.Length < 14 || !char.IsAsciiLetterUpper((char)text[0]) || !char.IsAsciiLetterLower((char)text[1]) || !char.IsAsciiLetterLower((char)text[2]))
        {
            return 0;
        }

        var day = DayStart(text);
        var digits = day == 0 ? 0 : SyslogTime.CountDigits(text[day..], 2);
        return digits > 0 && SyslogTime.Looks(text[(day + digits)..], " dd:dd:dd") ? day + digits + 9 : 0;
    }

    /// <summary>The time of a text that is one; none where there is no such month.</summary>
    public static long? Read(ReadOnlySpan<byte> text, in SyslogClock clock)
    {
        var day = DayStart(text);
        var digits = SyslogTime.CountDigits(text[day..], 2);
        return SyslogTime.WithoutYear(
            SyslogTime.Month(text[..3]), (int)SyslogTime.Number(text.Slice(day, digits)), SyslogTime.TimeOfDay(text[(day + digits + 1)..]), clock);
    }

    private static int DayStart(ReadOnlySpan<byte> text) => !IsBlank(text[3]) ? 0 : IsBlank(text[4]) ? 5 : 4;

    private static bool IsBlank(byte value) => value is (byte)' ' or (>= 9 and <= 13);
}
