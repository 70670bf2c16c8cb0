namespace FlumeSharp.Sources.Syslog;

// What Flume's syslogtcp and syslogudp take for a message. After the priority: a version of one digit or none, a blank or none, then
//
//   RFC 5424   2003-10-11T22:14:15.123456+02:00 or -, a blank, host or -, a blank, body
//   RFC 3164   Oct 11 22:14:15 (one or two blanks before the day), a blank, host or -, a blank, body
//
// A host begins with a letter, digit or _ and goes on with those, '.', '@' and '-'; a body has no line end in it. What is different in
// one place is no match as a whole, and the event then has the whole message as its body.
internal sealed class LineGrammar : SyslogGrammar
{
    private const int MostFraction = 6;

    public override bool TryMatch(ReadOnlySpan<byte> message, int at, in SyslogClock clock, ref SyslogParts parts)
    {
        var hasVersion = at < message.Length && char.IsAsciiDigit((char)message[at]);

        // As a pattern tries them: with the digit and the blank, and then without.
        for (var isIso = true; ; isIso = false)
        {
            if (hasVersion && (TryFrom(message, at + 1, isIso, clock, ref parts)))
            {
                parts.VersionStart = at;
                parts.VersionLength = 1;
                return true;
            }

            if (TryFrom(message, at, isIso, clock, ref parts))
            {
                return true;
            }

            if (!isIso)
            {
                return false;
            }
        }
    }

    // Line ends that are no line feed: Java's '.' does not match them.
    public override bool AllowsBody(ReadOnlySpan<byte> body) =>
        !body.ContainsAny((byte)'\r', (byte)'\n') && body.IndexOf("\u0085"u8) < 0 && body.IndexOf("\u2028"u8) < 0 && body.IndexOf("\u2029"u8) < 0;

    private static bool TryFrom(ReadOnlySpan<byte> message, int at, bool isIso, in SyslogClock clock, ref SyslogParts parts) =>
        (IsBlankAt(message, at) && TryStamp(message, at + 1, isIso, clock, ref parts)) || TryStamp(message, at, isIso, clock, ref parts);

    private static bool TryStamp(ReadOnlySpan<byte> message, int at, bool isIso, in SyslogClock clock, ref SyslogParts parts)
    {
        var rest = message[at..];
        var length = isIso ? SyslogTime.IsoLength(rest, MostFraction) : BsdStamp.Length(rest);
        var isNil = length == 0 && isIso && rest is [(byte)'-', ..];
        if ((length == 0 && !isNil) || !TryHost(message, at + length + (isNil ? 1 : 0), ref parts))
        {
            return false;
        }

        parts.TimestampStart = at;
        parts.TimestampLength = length;
        parts.Milliseconds = isNil ? null : isIso ? SyslogTime.IsoAsFlume(rest[..length], clock) : BsdStamp.Read(rest[..length], clock);
        return true;
    }

    private static bool TryHost(ReadOnlySpan<byte> message, int at, ref SyslogParts parts)
    {
        if (!IsBlankAt(message, at))
        {
            return false;
        }

        var start = ++at;
        if (at < message.Length && IsWord(message[at]))
        {
            do
            {
                at++;
            }
            while (at < message.Length && (IsWord(message[at]) || message[at] is (byte)'.' or (byte)'@' or (byte)'-'));
            parts.HostLength = at - start;
        }
        else if (at < message.Length && message[at] == '-')
        {
            at++;
            parts.HostLength = 0;
        }
        else
        {
            return false;
        }

        parts.HostStart = start;
        parts.BodyStart = at + 1;
        return IsBlankAt(message, at);
    }

    private static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value == '_';
}
