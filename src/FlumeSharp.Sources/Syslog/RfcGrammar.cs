namespace FlumeSharp.Sources.Syslog;

// FlumeSharp's own reading, for parser = rfc. After the priority: a version of one to three digits and a blank or none, then a timestamp
//
//   RFC 5424   any number of digits in the fraction, a zone that counts, or -
//   RFC 3164   also with a year behind the day, and with the * or . that Cisco's devices put before a clock that is not set
//
// then a host, which is anything without a blank in it (IPv6), and the body, which may be missing.
internal sealed class RfcGrammar : SyslogGrammar
{
    public override bool TryMatch(ReadOnlySpan<byte> message, int at, in SyslogClock clock, ref SyslogParts parts)
    {
        var digits = SyslogTime.CountDigits(message[at..], 4);
        if (digits is > 0 and < 4 && IsBlankAt(message, at + digits))
        {
            parts.VersionStart = at;
            parts.VersionLength = digits;
            at += digits;
        }

        at += IsBlankAt(message, at) ? 1 : 0;
        if (!TryStamp(message, ref at, clock, ref parts) || !IsBlankAt(message, at))
        {
            return false;
        }

        var start = ++at;
        while (at < message.Length && !IsBlank(message[at]))
        {
            at++;
        }

        parts.HostStart = start;
        parts.HostLength = at - start == 1 && message[start] == '-' ? 0 : at - start;
        parts.BodyStart = Math.Min(at + 1, message.Length);
        return at > start;
    }

    private static bool TryStamp(ReadOnlySpan<byte> message, ref int at, in SyslogClock clock, ref SyslogParts parts)
    {
        var rest = message[at..];
        if (rest is [(byte)'-', ..])
        {
            at++;
            return true;
        }

        var length = SyslogTime.IsoLength(rest, int.MaxValue);
        if (length > 0)
        {
            parts.Milliseconds = SyslogTime.Iso(rest[..length], clock);
        }
        else
        {
            var mark = rest is [(byte)'*' or (byte)'.', ..] ? 1 : 0;
            at += mark;
            rest = rest[mark..];
            length = BsdStamp.Length(rest);
            parts.Milliseconds = length > 0 ? BsdStamp.Read(rest[..length], clock) : null;
            length = length > 0 ? length : WithYear(rest, clock, ref parts);
        }

        parts.TimestampStart = at;
        parts.TimestampLength = length;
        at += length;
        return length > 0;
    }

    // Oct 11 2003 22:14:15
    private static int WithYear(ReadOnlySpan<byte> text, in SyslogClock clock, ref SyslogParts parts)
    {
        if (text.Length < 20 || SyslogTime.Month(text[..3]) is var month && month == 0)
        {
            return 0;
        }

        var day = text[4] == ' ' ? 5 : 4;
        var digits = SyslogTime.CountDigits(text[day..], 2);
        var at = day + digits;
        if (text[3] != ' ' || digits == 0 || !SyslogTime.Looks(text[at..], " dddd dd:dd:dd"))
        {
            return 0;
        }

        Span<byte> iso = stackalloc byte[19];
        "0000-00-00T"u8.CopyTo(iso);
        text.Slice(at + 1, 4).CopyTo(iso);
        iso[5] += (byte)(month / 10);
        iso[6] += (byte)(month % 10);
        text.Slice(day, digits).CopyTo(iso[(10 - digits)..]);
        text.Slice(at + 6, 8).CopyTo(iso[11..]);
        parts.Milliseconds = SyslogTime.Iso(iso, clock);
        return at + 14;
    }
}
