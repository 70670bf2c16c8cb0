namespace FlumeSharp.Sources.Syslog;

// What Flume's multiport_syslogtcp takes for a message, read from left to right after the priority: version 1 or none, then
//
//   -                              the time now
//   Oct 11 22:14:15                fifteen characters, in UTC; a month or day that cannot be makes the time 0
//   2003-10-11T22:14:15.123Z       up to the next blank; strict up to the seconds, then a fraction or none, then a zone
//
// then a host up to the next blank, and the body.
internal sealed class MultiportGrammar : SyslogGrammar
{
    private const int BsdLength = 15;
    private const int SecondsLength = 19;

    public override bool TryMatch(ReadOnlySpan<byte> message, int at, in SyslogClock clock, ref SyslogParts parts)
    {
        if (at >= message.Length)
        {
            return false;
        }

        if (message[at..].StartsWith("1 "u8))
        {
            parts.VersionStart = at;
            parts.VersionLength = 1;
            at += 2;
        }

        if (at >= message.Length || !TryStamp(message, ref at, clock, ref parts) || at > message.Length)
        {
            return false;
        }

        var length = message[at..].IndexOf((byte)' ');
        parts.HostStart = at;
        parts.HostLength = length;
        parts.BodyStart = at + length + 1;
        return length >= 0;
    }

    // Moves to the first byte of the host.
    private static bool TryStamp(ReadOnlySpan<byte> message, ref int at, in SyslogClock clock, ref SyslogParts parts)
    {
        var rest = message[at..];
        parts.TimestampStart = at;
        if (rest[0] == '-')
        {
            parts.IsNow = true;
            parts.TimestampLength = 1;
            parts.Milliseconds = clock.Now.ToUnixTimeMilliseconds();
        }
        else if (char.IsAsciiLetterUpper((char)rest[0]))
        {
            if (rest.Length <= BsdLength)
            {
                return false;
            }

            parts.TimestampLength = BsdLength;
            parts.Milliseconds = Bsd(rest[..BsdLength], clock);
        }
        else
        {
            parts.TimestampLength = rest.IndexOf((byte)' ');
            parts.Milliseconds = parts.TimestampLength < 0 ? null : Iso(rest[..parts.TimestampLength], clock);
        }

        at += parts.TimestampLength + 1;
        return parts.Milliseconds is not null;
    }

    private static long Bsd(ReadOnlySpan<byte> text, in SyslogClock clock)
    {
        var isWhole = BsdStamp.Length(text) == BsdLength;
        var month = isWhole ? SyslogTime.Month(text[..3]) : 0;
        var dayStart = isWhole && text[4] == ' ' ? 5 : 4;
        var day = isWhole ? (int)SyslogTime.Number(text[dayStart..6]) : 0;
        const int LeapYear = 2000;
        var isDay = month > 0 && day > 0 && day <= DateTime.DaysInMonth(LeapYear, month);
        return isDay && IsTimeOfDay(text[7..])
            ? SyslogTime.WithoutYear(month, day, SyslogTime.TimeOfDay(text[7..]), clock with { Zone = TimeZoneInfo.Utc }) ?? 0
            : 0;
    }

    private static long? Iso(ReadOnlySpan<byte> text, in SyslogClock clock)
    {
        if (text.Length <= SecondsLength
            || !SyslogTime.Looks(text, "dddd-dd-ddTdd:dd:dd")
            || !IsTimeOfDay(text[11..])
            || SyslogTime.Number(text.Slice(5, 2)) is < 1 or > 12
            || SyslogTime.Number(text[..4]) < 1
            || SyslogTime.Number(text.Slice(8, 2)) < 1
            || SyslogTime.Number(text.Slice(8, 2)) > DateTime.DaysInMonth((int)SyslogTime.Number(text[..4]), (int)SyslogTime.Number(text.Slice(5, 2))))
        {
            return null;
        }

        var rest = text[SecondsLength..];
        var fraction = 0L;
        if (rest[0] == '.')
        {
            var digits = SyslogTime.CountDigits(rest[1..], int.MaxValue);
            fraction = SyslogTime.Thousandths(rest.Slice(1, digits));
            rest = rest[(1 + digits)..];
            if (digits == 0)
            {
                return null;
            }
        }

        // Something must stand here, and what is neither Z nor a sign is passed over.
        if (rest.IsEmpty || (rest[0] is (byte)'+' or (byte)'-' && !SyslogTime.Looks(rest[1..], "dd:dd")))
        {
            return null;
        }

        var offset = rest[0] is (byte)'+' or (byte)'-'
            ? TimeSpan.FromMinutes((SyslogTime.Number(rest.Slice(1, 2)) * 60) + SyslogTime.Number(rest.Slice(4, 2))) * (rest[0] == '-' ? -1 : 1)
            : TimeSpan.Zero;
        return SyslogTime.ToMilliseconds(text, clock.Zone, offset) + fraction;
    }

    private static bool IsTimeOfDay(ReadOnlySpan<byte> text) =>
        SyslogTime.Number(text[..2]) < 24 && SyslogTime.Number(text.Slice(3, 2)) < 60 && SyslogTime.Number(text.Slice(6, 2)) < 60;
}
