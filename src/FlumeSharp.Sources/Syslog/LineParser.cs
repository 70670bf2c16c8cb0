using System.Text;

namespace FlumeSharp.Sources.Syslog;

// syslogtcp and syslogudp: priority of one to three digits; without one the message is Invalid, of facility and severity 0. As in
// Flume, a message that cannot be taken apart carries the priority and version of the last one that could, unless the reading is strict.
internal sealed class LineParser(SyslogSettings settings) : SyslogParser(settings, "priority", "version", Encoding.UTF8)
{
    private const int MostDigits = 3;
    private string? _lastPriority;
    private string? _lastVersion;

    protected override int ReadPriority(ReadOnlySpan<byte> message, ref SyslogParts parts)
    {
        if (message[0] != '<')
        {
            return -1;
        }

        var digits = SyslogTime.CountDigits(message[1..], MostDigits);
        var end = 1 + digits;
        if (digits == 0 || (end < message.Length && message[end] != '>'))
        {
            return -1;
        }

        parts.PriorityStart = 1;
        parts.PriorityLength = digits;
        parts.Priority = (int)SyslogTime.Number(message.Slice(1, digits));

        // A datagram may end within its priority, which counts all the same.
        return Math.Min(end + 1, message.Length);
    }

    protected override Event Invalid(ReadOnlyMemory<byte> message, KeyValuePair<string, string?>[] client) =>
        Plain(message, 0, SyslogHeaders.Invalid, _lastPriority, _lastVersion, client);

    protected override Event Unmatched(ReadOnlyMemory<byte> message, in SyslogParts parts, bool isCut, KeyValuePair<string, string?>[] client) =>
        Plain(message, parts.Priority, isCut ? SyslogHeaders.Incomplete : null, _lastPriority, _lastVersion, client);

    protected override BodyText Inspect(ReadOnlySpan<byte> body) =>
        !Settings.Grammar.AllowsBody(body) ? BodyText.Refused
        : Settings.IsStrict || SyslogText.IsText(body) ? BodyText.AsItIs
        : BodyText.Rewritten;

    protected override void Matched(string priority, string? version)
    {
        if (!Settings.IsStrict)
        {
            _lastPriority = priority;
            _lastVersion = version;
        }
    }
}
