namespace FlumeSharp.Sources.Syslog;

// multiport_syslogtcp: the priority is any number that ends within seven bytes; what cannot be decoded or taken apart is Invalid and has
// no other header of its own.
internal sealed class MultiportParser(SyslogSettings settings, SyslogCharset charset) : SyslogParser(settings, "Priority", "Version", charset.OfParts)
{
    private const int MostBytes = 7;

    /// <summary>The event of a message in the port's character set.</summary>
    public Event ParseEncoded(ReadOnlyMemory<byte> message, bool isCut, KeyValuePair<string, string?>[] client)
    {
        if (charset.IsReadDirectly)
        {
            return Parse(message, isCut, client);
        }

        if (!charset.TryDecode(message.Span, out var decoded))
        {
            InvalidCount++;
            return Invalid(message, client);
        }

        var item = Parse(decoded, isCut, client);
        return new(charset.Encode(item.Body.Span), item.Headers);
    }

    protected override int ReadPriority(ReadOnlySpan<byte> message, ref SyslogParts parts)
    {
        var end = message[..Math.Min(message.Length, MostBytes)].IndexOf((byte)'>');
        if (message[0] != '<' || end < 0)
        {
            return -1;
        }

        var text = message[1..end];
        var digits = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        if (digits.IsEmpty || SyslogTime.CountDigits(digits, MostBytes) < digits.Length)
        {
            return -1;
        }

        parts.PriorityStart = 1;
        parts.PriorityLength = text.Length;
        parts.Priority = (int)SyslogTime.Number(digits) * (text[0] == '-' ? -1 : 1);
        return end + 1;
    }

    protected override Event Invalid(ReadOnlyMemory<byte> message, KeyValuePair<string, string?>[] client) =>
        new(message, Only(SyslogHeaders.Status, SyslogHeaders.Invalid, client));

    protected override Event Unmatched(ReadOnlyMemory<byte> message, in SyslogParts parts, bool isCut, KeyValuePair<string, string?>[] client)
    {
        InvalidCount++;
        return Invalid(message, client);
    }

    protected override BodyText Inspect(ReadOnlySpan<byte> body) => charset.CanRead(body) ? BodyText.AsItIs : BodyText.Refused;
}
