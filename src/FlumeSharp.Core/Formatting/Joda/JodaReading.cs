namespace FlumeSharp.Formatting;

// What one text said, before it is put together.
internal sealed class JodaReading(TimeProvider time)
{
    private readonly List<(JodaField Field, int Value)> _fields = new(8);

    public TimeProvider Time => time;

    /// <summary>The offset from UTC in milliseconds, where the text has one.</summary>
    public int? Offset { get; set; }

    /// <summary>The zone, where the text names one.</summary>
    public TimeZoneInfo? Zone { get; set; }

    public void Add(JodaField field, int value) => _fields.Add((field, value));

    /// <summary>The point in time, in milliseconds since 1970.</summary>
    /// <exception cref="FormatException">A field is out of its range, or the zone skips the time.</exception>
    public long ToMilliseconds(string text)
    {
        var fields = _fields.OrderBy(static f => f.Field).ToList();

        // A day of some month says nothing of its year: 2000, so that 29 February can be read.
        if (fields.Count > 0 && fields[0].Field is >= JodaField.MonthOfYear and <= JodaField.DayOfWeek)
        {
            fields.Insert(0, (JodaField.Year, 2000));
        }

        var moment = new JodaMoment(text);
        foreach (var (field, value) in fields)
        {
            moment.Set(field, value, clearBelow: true);
        }

        // Once more, because an earlier field may have moved a later one: 31 January, then February.
        for (var i = 0; i < fields.Count; i++)
        {
            moment.Set(fields[i].Field, fields[i].Value, clearBelow: i == fields.Count - 1);
        }

        return Offset is { } offset ? moment.LocalMilliseconds - offset : ToInstant(Zone ?? time.LocalTimeZone, moment.LocalMilliseconds, text);
    }

    private static long ToInstant(TimeZoneInfo zone, long local, string text)
    {
        var asked = EscapePathZones.ToAskableDateTime(local);
        if (zone.IsInvalidTime(asked))
        {
            throw new FormatException($"Cannot parse \"{text}\": Illegal instant due to time zone offset transition ({zone.Id})");
        }

        // Of a time that occurs twice Joda-Time takes the earlier.
        var offset = zone.IsAmbiguousTime(asked) ? zone.GetAmbiguousTimeOffsets(asked).Max() : zone.GetUtcOffset(asked);
        return local - (long)offset.TotalMilliseconds;
    }
}
