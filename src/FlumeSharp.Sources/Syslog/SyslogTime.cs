namespace FlumeSharp.Sources.Syslog;

// Timestamps as milliseconds since 1970. Fields out of their range roll over, as Java's lenient calendar has it: 31 June is 1 July.
internal static class SyslogTime
{
    private const int DateAndTimeLength = 19;
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// <summary>
    /// The length of a date and time as RFC 5424 writes it, at the beginning of a text; 0 where there is none. At most
    /// <paramref name="mostFraction"/> digits of a fraction, then a zone or none.
    /// </summary>
    public static int IsoLength(ReadOnlySpan<byte> text, int mostFraction)
    {
        if (text.Length < DateAndTimeLength || !Looks(text, "dddd-dd-ddTdd:dd:dd"))
        {
            return 0;
        }

        var at = DateAndTimeLength;
        if (at < text.Length && text[at] == '.')
        {
            var digits = CountDigits(text[(at + 1)..], mostFraction);
            at += digits > 0 ? 1 + digits : 0;
        }

        if (at < text.Length && text[at] == 'Z')
        {
            return at + 1;
        }

        return at < text.Length && text[at] is (byte)'+' or (byte)'-' && Looks(text[(at + 1)..], "dd:dd") ? at + 6 : at;
    }

    /// <summary>
    /// As Flume reads it: with a fraction the zone is passed over and local time assumed, and the fraction's first three digits are a
    /// number of milliseconds. Whoever partitions by this header in Flume relies on it.
    /// </summary>
    public static long? IsoAsFlume(ReadOnlySpan<byte> text, in SyslogClock clock)
    {
        var rest = text[DateAndTimeLength..];
        if (rest.Length > 1 && rest[0] == '.')
        {
            return ToMilliseconds(text, clock.Zone, null) + Number(rest.Slice(1, CountDigits(rest[1..], 3)));
        }

        return ToMilliseconds(text, clock.Zone, Offset(rest));
    }

    /// <summary>As RFC 5424 means it: the fraction is one, and the zone counts.</summary>
    public static long? Iso(ReadOnlySpan<byte> text, in SyslogClock clock)
    {
        var rest = text[DateAndTimeLength..];
        var fraction = 0L;
        if (rest.Length > 1 && rest[0] == '.')
        {
            var digits = CountDigits(rest[1..], int.MaxValue);
            fraction = Thousandths(rest.Slice(1, digits));
            rest = rest[(1 + digits)..];
        }

        return ToMilliseconds(text, clock.Zone, Offset(rest)) + fraction;
    }

    /// <summary>The first three digits of a fraction as milliseconds.</summary>
    public static long Thousandths(ReadOnlySpan<byte> digits) => digits.Length switch
    {
        0 => 0,
        1 => Number(digits) * 100,
        2 => Number(digits) * 10,
        _ => Number(digits[..3]),
    };

    /// <summary>A time of RFC 3164, which has no year: the one that puts it nearest, from eleven months back to one ahead.</summary>
    public static long? WithoutYear(int month, int day, TimeSpan time, in SyslogClock clock)
    {
        if (month == 0)
        {
            return null;
        }

        var local = TimeZoneInfo.ConvertTime(clock.Now, clock.Zone).DateTime;
        var stamp = new DateTime(clock.Now.UtcDateTime.Year, month, 1).AddDays(day - 1) + time;
        if (stamp > local.AddMonths(1))
        {
            stamp = stamp.AddYears(-1);
        }
        else if (stamp < local.AddMonths(-11))
        {
            stamp = stamp.AddYears(1);
        }

        return ToMilliseconds(stamp, clock.Zone);
    }

    /// <summary>The month of a name of three letters; 0 for another.</summary>
    public static int Month(ReadOnlySpan<byte> name)
    {
        for (var month = 0; month < 12; month++)
        {
            if (name.Length == 3 && (name[0] | 0x20) == (Months[3 * month] | 0x20) && (name[1] | 0x20) == Months[(3 * month) + 1] && (name[2] | 0x20) == Months[(3 * month) + 2])
            {
                return month + 1;
            }
        }

        return 0;
    }

    /// <summary>The time of day at the beginning of a text like 22:14:15.</summary>
    public static TimeSpan TimeOfDay(ReadOnlySpan<byte> text) => new((int)Number(text[..2]), (int)Number(text.Slice(3, 2)), (int)Number(text.Slice(6, 2)));

    /// <summary>Whether a text begins as a shape does, in which d stands for a digit and everything else for itself.</summary>
    public static bool Looks(ReadOnlySpan<byte> text, string shape)
    {
        if (text.Length < shape.Length)
        {
            return false;
        }

        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] == 'd' ? !char.IsAsciiDigit((char)text[i]) : text[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many digits stand at the beginning, counted up to <paramref name="most"/>.</summary>
    public static int CountDigits(ReadOnlySpan<byte> text, int most)
    {
        var count = 0;
        while (count < text.Length && count < most && char.IsAsciiDigit((char)text[count]))
        {
            count++;
        }

        return count;
    }

    /// <summary>A few digits as a number.</summary>
    public static long Number(ReadOnlySpan<byte> digits)
    {
        var number = 0L;
        foreach (var digit in digits)
        {
            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    /// <summary>The date and time at the beginning of a text of RFC 5424 in milliseconds; none where there is no such year.</summary>
    public static long? ToMilliseconds(ReadOnlySpan<byte> text, TimeZoneInfo zone, TimeSpan? offset)
    {
        var year = (int)Number(text[..4]);
        var months = (int)Number(text.Slice(5, 2)) - 1;
        if (year is < 2 or > 9980)
        {
            return null;
        }

        var stamp = new DateTime(year, 1, 1).AddMonths(months).AddDays(Number(text.Slice(8, 2)) - 1) + TimeOfDay(text[11..]);
        return offset is { } known ? (stamp - known - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond : ToMilliseconds(stamp, zone);
    }

    private static long ToMilliseconds(DateTime local, TimeZoneInfo zone) =>
        (DateTime.SpecifyKind(local, DateTimeKind.Unspecified) - zone.GetUtcOffset(local) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;

    // Z, or a sign with hours and minutes; none where the text has neither, or a zone that cannot be.
    private static TimeSpan? Offset(ReadOnlySpan<byte> zone)
    {
        if (zone is [(byte)'Z', ..])
        {
            return TimeSpan.Zero;
        }

        if (zone.Length < 6 || zone[0] is not ((byte)'+' or (byte)'-'))
        {
            return null;
        }

        var hours = (int)Number(zone.Slice(1, 2));
        var minutes = (int)Number(zone.Slice(4, 2));
        return hours > 23 || minutes > 59 ? null : new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
    }
}
