using System.Buffers;
using System.Globalization;
using System.Text;

namespace FlumeSharp.Sources.Syslog;

// Messages into events. One for each connection, because it remembers the last message: most begin with the same priority, second and
// host, and such a message shares the headers of the one before it, without being taken apart or anything being made but the event.
internal abstract class SyslogParser(SyslogSettings settings, string priorityName, string versionName, Encoding encoding)
{
    // What a pattern or a character set may have something to say about. A message without any of these is plain text.
    private static readonly SearchValues<byte> Notable = SearchValues.Create([(byte)'\r', (byte)'\n', .. Enumerable.Range(0x80, 0x80).Select(static value => (byte)value)]);
    private readonly TextCache _texts = new(encoding);
    private readonly List<KeyValuePair<string, string?>> _entries = [];
    private byte[] _prefix = [];
    private int _prefixLength;
    private byte[] _prefixKept = [];
    private EventHeaders _prefixHeaders = EventHeaders.Empty;
    private KeyValuePair<string, string?>[] _prefixClient = [];
    private long _minute;
    private (long Milliseconds, string Text) _lastTime = (0, "0");

    protected enum BodyText
    {
        AsItIs,
        Rewritten,
        Refused,
    }

    /// <summary>Messages without a priority, or that cannot be decoded, since the parser was made.</summary>
    public long InvalidCount { get; protected set; }

    /// <summary>Messages that were cut, since the parser was made.</summary>
    public long IncompleteCount { get; private set; }

    protected SyslogSettings Settings => settings;

    protected SyslogClock Clock { get; private set; }

    /// <summary>Something has arrived. What it holds is read by this clock.</summary>
    public void Begin(SyslogClock clock)
    {
        Clock = clock;

        // The year of a timestamp without one depends on the time now.
        var minute = clock.Now.Ticks / TimeSpan.TicksPerMinute;
        if (minute != _minute)
        {
            _minute = minute;
            _prefixLength = 0;
        }
    }

    /// <summary>The event of a message, whose bytes never change afterwards.</summary>
    /// <param name="message">The message without what ends it; not empty.</param>
    /// <param name="isCut">It is a part of a message that is too long.</param>
    /// <param name="client">Headers that tell of the client; the same object for the same client.</param>
    public Event Parse(ReadOnlyMemory<byte> message, bool isCut, KeyValuePair<string, string?>[] client)
    {
        IncompleteCount += isCut ? 1 : 0;
        if (!isCut
            && _prefixLength > 0
            && message.Length > _prefixLength
            && ReferenceEquals(client, _prefixClient)
            && message.Span.StartsWith(_prefix.AsSpan(0, _prefixLength))
            && TryBody(message, _prefixLength, _prefixKept, out var body))
        {
            return new(body, _prefixHeaders);
        }

        return ParseWhole(message, isCut, client);
    }

    /// <summary>Reads the priority; the first byte behind it, or less than 0.</summary>
    protected abstract int ReadPriority(ReadOnlySpan<byte> message, ref SyslogParts parts);

    /// <summary>The event of a message without a priority.</summary>
    protected abstract Event Invalid(ReadOnlyMemory<byte> message, KeyValuePair<string, string?>[] client);

    /// <summary>The event of a message with a priority, and nothing that could be found behind it.</summary>
    protected abstract Event Unmatched(ReadOnlyMemory<byte> message, in SyslogParts parts, bool isCut, KeyValuePair<string, string?>[] client);

    /// <summary>What to do with a body in which there is something notable.</summary>
    protected abstract BodyText Inspect(ReadOnlySpan<byte> body);

    /// <summary>A message was taken apart.</summary>
    protected virtual void Matched(string priority, string? version)
    {
    }

    protected Event Plain(ReadOnlyMemory<byte> message, int priority, string? status, string? staleText, string? staleVersion, KeyValuePair<string, string?>[] client)
    {
        _entries.Clear();
        Add(SyslogHeaders.Facility, SyslogHeaders.Text(priority / 8));
        Add(SyslogHeaders.Severity, SyslogHeaders.Text(priority % 8));
        AddIfAny(priorityName, staleText);
        AddIfAny(versionName, staleVersion);
        AddIfAny(SyslogHeaders.Status, status);
        return new(message, Headers(client));
    }

    protected EventHeaders Only(string name, string value, KeyValuePair<string, string?>[] client)
    {
        _entries.Clear();
        Add(name, value);
        return Headers(client);
    }

    private Event ParseWhole(ReadOnlyMemory<byte> message, bool isCut, KeyValuePair<string, string?>[] client)
    {
        var bytes = message.Span;
        var parts = default(SyslogParts);
        var at = ReadPriority(bytes, ref parts);
        if (at < 0)
        {
            InvalidCount++;
            return Invalid(message, client);
        }

        if (settings.Format is { } format && format.TryMatch(bytes, Clock, out var found))
        {
            return Formatted(message, parts.Priority, found, isCut, client);
        }

        if (!settings.Grammar.TryMatch(bytes, at, Clock, ref parts))
        {
            return Unmatched(message, parts, isCut, client);
        }

        var kept = Kept(bytes, parts);
        if (!TryBody(message, parts.BodyStart, kept, out var body))
        {
            return Unmatched(message, parts, isCut, client);
        }

        var headers = HeadersOf(bytes, parts, isCut, client);
        if (!isCut && !parts.IsNow)
        {
            Remember(bytes[..parts.BodyStart], kept, headers, client);
        }

        return new(body, headers);
    }

    private Event Formatted(ReadOnlyMemory<byte> message, int priority, SyslogFormatMatch found, bool isCut, KeyValuePair<string, string?>[] client)
    {
        Matched(found.Priority, found.Version);
        var headers = HeadersOf(priority, found.Priority, found.Version, found.Milliseconds, found.Host, isCut, client);
        return new(settings.Keep == SyslogField.All || found.Body.Length == 0 ? message : Encoding.UTF8.GetBytes(found.Kept(settings.Keep) + found.Body), headers);
    }

    private bool TryBody(ReadOnlyMemory<byte> message, int start, byte[] kept, out ReadOnlyMemory<byte> body)
    {
        body = message;
        var rest = message.Span[start..];
        var text = rest.ContainsAny(Notable) ? Inspect(rest) : BodyText.AsItIs;
        if (text == BodyText.Refused)
        {
            return false;
        }

        // Nothing behind the host is a message that stays as it is.
        if (rest.IsEmpty || settings.Keep == SyslogField.All)
        {
            return true;
        }

        if (text == BodyText.Rewritten)
        {
            rest = SyslogText.Rewrite(rest);
        }

        if (kept.Length == 0)
        {
            body = text == BodyText.Rewritten ? rest.ToArray() : message[start..];
            return true;
        }

        var joined = new byte[kept.Length + rest.Length];
        kept.CopyTo(joined, 0);
        rest.CopyTo(joined.AsSpan(kept.Length));
        body = joined;
        return true;
    }

    private byte[] Kept(ReadOnlySpan<byte> message, in SyslogParts parts)
    {
        var keep = settings.Keep;
        if (keep is SyslogField.None or SyslogField.All)
        {
            return [];
        }

        var kept = new ArrayBufferWriter<byte>();
        if (keep.HasFlag(SyslogField.Priority))
        {
            kept.Write("<"u8);
            kept.Write(message.Slice(parts.PriorityStart, parts.PriorityLength));
            kept.Write(">"u8);
        }

        Append(keep.HasFlag(SyslogField.Version), message.Slice(parts.VersionStart, parts.VersionLength));
        Append(keep.HasFlag(SyslogField.Timestamp), message.Slice(parts.TimestampStart, parts.TimestampLength));
        Append(keep.HasFlag(SyslogField.Hostname), message.Slice(parts.HostStart, parts.HostLength));
        return kept.WrittenSpan.ToArray();

        void Append(bool isKept, ReadOnlySpan<byte> part)
        {
            if (isKept && !part.IsEmpty)
            {
                kept.Write(part);
                kept.Write(" "u8);
            }
        }
    }

    private EventHeaders HeadersOf(ReadOnlySpan<byte> message, in SyslogParts parts, bool isCut, KeyValuePair<string, string?>[] client)
    {
        var priority = _texts.Get(message.Slice(parts.PriorityStart, parts.PriorityLength));
        var version = parts.VersionLength > 0 ? _texts.Get(message.Slice(parts.VersionStart, parts.VersionLength)) : null;
        Matched(priority, version);
        var host = parts.HostLength > 0 ? _texts.Get(message.Slice(parts.HostStart, parts.HostLength)) : null;
        return HeadersOf(parts.Priority, priority, version, parts.Milliseconds, host, isCut, client);
    }

    private EventHeaders HeadersOf(
        int number, string priority, string? version, long? milliseconds, string? host, bool isCut, KeyValuePair<string, string?>[] client)
    {
        _entries.Clear();
        Add(SyslogHeaders.Facility, SyslogHeaders.Text(number / 8));
        Add(SyslogHeaders.Severity, SyslogHeaders.Text(number % 8));
        Add(priorityName, priority);
        AddIfAny(versionName, version);
        AddIfAny(SyslogHeaders.Timestamp, milliseconds is { } time ? TimeText(time) : null);
        AddIfAny(SyslogHeaders.Host, host);
        AddIfAny(SyslogHeaders.Status, isCut ? SyslogHeaders.Incomplete : null);
        return Headers(client);
    }

    private EventHeaders Headers(KeyValuePair<string, string?>[] client)
    {
        _entries.AddRange(client);
        return EventHeaders.Create(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries));
    }

    private string TimeText(long milliseconds)
    {
        if (milliseconds != _lastTime.Milliseconds)
        {
            _lastTime = (milliseconds, milliseconds.ToString(CultureInfo.InvariantCulture));
        }

        return _lastTime.Text;
    }

    private void Add(string name, string value) => _entries.Add(new(name, value));

    private void AddIfAny(string name, string? value)
    {
        if (value is not null)
        {
            Add(name, value);
        }
    }

    private void Remember(ReadOnlySpan<byte> prefix, byte[] kept, EventHeaders headers, KeyValuePair<string, string?>[] client)
    {
        if (_prefix.Length < prefix.Length)
        {
            _prefix = new byte[Math.Max(prefix.Length, 128)];
        }

        prefix.CopyTo(_prefix);
        _prefixLength = settings.Format is null ? prefix.Length : 0; // the configuration's own pattern looks at the whole message
        _prefixKept = kept;
        _prefixHeaders = headers;
        _prefixClient = client;
    }
}
