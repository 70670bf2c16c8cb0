using System.Collections.Frozen;
using System.Globalization;

namespace FlumeSharp.Formatting;

/// <summary>
/// A path or other text with Flume's escapes (<c>%Y</c>, <c>%{header}</c>, <c>%[localhost]</c>), compiled once and expanded per event.
/// Events that lead to the same text get the same string object, without any allocation.
/// </summary>
/// <remarks>One caller at a time.</remarks>
public sealed class EscapePath
{
    private const int MostKept = 4096;
    private const long FifteenMinuteOffsetsSince = 94_694_400_000; // 1973: see EscapePathTime.SteadyFor

    private readonly EscapePathPart[] _parts;
    private readonly EscapePathOptions _options;
    private readonly string?[] _timeTexts;
    private readonly string?[] _lastValues;
    private readonly long _steadyFor;
    private readonly bool _hasRawTimestamp;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _knownSpans;
    private readonly EscapePathBuffer _buffer = new();

    private string? _last;
    private string? _lastTimestampText;
    private long _lastTimestamp;
    private long _slotStart = 1;
    private long _slotEnd;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="FlumeException">The pattern has a <c>%[word]</c> without meaning.</exception>
    public EscapePath(string pattern, EscapePathOptions options)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(options);
        Pattern = pattern;
        _options = options;
        _parts = [new(EscapePathPartKind.Literal, options.Root), .. EscapePathParser.Parse(pattern)];
        _timeTexts = new string?[_parts.Length];
        _lastValues = new string?[_parts.Length];
        _knownSpans = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        _hasRawTimestamp = Array.Exists(_parts, static p => p.Kind == EscapePathPartKind.RawTimestamp);
        UsesTime = Array.Exists(_parts, static p => p.IsTime);
        Headers = _parts.Where(static p => p.Kind == EscapePathPartKind.Header).Select(static p => p.Text).ToFrozenSet(StringComparer.Ordinal);
        var steadiest = _parts.Where(static p => p.Kind == EscapePathPartKind.Time).Select(static p => EscapePathTime.SteadyFor(p.Letter)).DefaultIfEmpty(900_000).Min();
        var rounded = options.Rounding?.Unit switch
        {
            EscapePathRoundingUnit.Minute => 60_000,
            EscapePathRoundingUnit.Hour => 900_000,
            _ => 1000,
        };
        _steadyFor = Math.Max(steadiest, rounded);
    }

    /// <summary>The text it was made from.</summary>
    public string Pattern { get; }

    /// <summary>Whether an expansion needs a time: any <c>%x</c>, even <c>%%</c>.</summary>
    public bool UsesTime { get; }

    /// <summary>The headers it inserts.</summary>
    public IReadOnlySet<string> Headers { get; }

    /// <summary>Expands the pattern for one event.</summary>
    /// <param name="headers">The event's headers.</param>
    /// <param name="now">The agent's clock in milliseconds since 1970, read once per batch.</param>
    /// <exception cref="FlumeException">A time is needed and the <c>timestamp</c> header is missing or cannot be read.</exception>
    public string Expand(EventHeaders headers, long now)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var same = _last is not null;
        if (UsesTime)
        {
            same &= MoveTo(headers, now);
        }

        for (var i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].Kind == EscapePathPartKind.Header)
            {
                headers.TryGetText(_parts[i].Text, out var value);
                same &= string.Equals(value, _lastValues[i], StringComparison.Ordinal);
                _lastValues[i] = value;
            }
        }

        return same ? _last! : _last = Build();
    }

    // Takes the event's time; true when every time escape still has the text of the last event.
    private bool MoveTo(EventHeaders headers, long now)
    {
        string? text = null;
        var time = now;
        if (!_options.UseLocalTime)
        {
            text = headers.TryGetText(EventTimestamp.Header, out var found) ? found : throw Missing(headers);
            time = ReferenceEquals(text, _lastTimestampText) ? _lastTimestamp
                : EventTimestamp.TryParse(text, out var parsed) ? parsed
                : throw Unreadable(text);
        }

        var rawIsSame = !_hasRawTimestamp || (_options.UseLocalTime ? time == _lastTimestamp : string.Equals(text, _lastTimestampText, StringComparison.Ordinal));
        _lastTimestampText = text;
        _lastTimestamp = time;
        if (time >= _slotStart && time < _slotEnd)
        {
            return rawIsSame;
        }

        // Until the new slot's texts are complete there is no slot: rounding may refuse the time.
        _slotEnd = long.MinValue;
        var rounded = _options.Rounding?.Apply(time, _options.TimeZone) ?? time;
        var offset = EscapePathZones.OffsetAt(_options.TimeZone, rounded);
        for (var i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].Kind == EscapePathPartKind.Time)
            {
                _timeTexts[i] = EscapePathTime.Format(_parts[i].Letter, rounded, offset);
            }
        }

        if (time >= FifteenMinuteOffsetsSince && time < long.MaxValue - _steadyFor)
        {
            _slotStart = time - (time % _steadyFor);
            _slotEnd = _slotStart + _steadyFor;
        }

        return false;
    }

    private string Build()
    {
        _buffer.Clear();
        for (var i = 0; i < _parts.Length; i++)
        {
            var part = _parts[i];
            switch (part.Kind)
            {
                case EscapePathPartKind.Literal:
                    _buffer.AddLiteral(part.Text);
                    break;
                case EscapePathPartKind.Header:
                    _buffer.AddData(_lastValues[i]);
                    break;
                case EscapePathPartKind.Host:
                    _buffer.AddLiteral(EscapePathHost.Resolve(part.Text));
                    break;
                case EscapePathPartKind.RawTimestamp when _lastTimestampText is not null:
                    _buffer.AddData(_lastTimestampText);
                    break;
                case EscapePathPartKind.RawTimestamp:
                    _buffer.AddLiteral(_lastTimestamp.ToString(CultureInfo.InvariantCulture));
                    break;
                default:
                    _buffer.AddLiteral(_timeTexts[i]);
                    break;
            }
        }

        var text = _options.IsPath ? _buffer.ToPath() : _buffer.Text;
        if (_knownSpans.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_known.Count == MostKept)
        {
            _known.Clear();
        }

        known = text.ToString();
        _known.Add(known);
        return known;
    }

    private FlumeException Missing(EventHeaders headers) => new(
        headers.Contains(EventTimestamp.Header)
            ? $"'{Pattern}' needs a time, but the event's 'timestamp' header is null."
            : $"'{Pattern}' needs a time, but the event has no 'timestamp' header (its headers: {string.Join(", ", headers.Select(static h => h.Key))}).");

    private FlumeException Unreadable(string text) => new(
        $"'{Pattern}' needs a time, but the event's 'timestamp' header is '{Shown(text)}', which is neither milliseconds since 1970 nor ISO 8601.");

    private static string Shown(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
